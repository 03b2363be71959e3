/** Folder of the programs of the newest PostgreSQL that has PostGIS. */
export function findPostgres(): string | undefined;
/** A cluster of our own in a temporary folder. */
export function startPostgres(bin: string): { url: string; stop: () => void };
