/** Somebody cancelled the file, or another process has it. */
export class Dropped extends Error {}

/** What a file came to hold. */
export interface Written {
  readonly rows: number;
  readonly isDemo: boolean;
}
