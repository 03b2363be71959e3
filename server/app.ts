import type { AddressInfo } from "node:net";
import { type Config, keysDirectoryOf } from "./config.ts";
import { createContext, nobody, type Request } from "./context.ts";
import type { Database } from "./db.ts";
import { inLanguage } from "./describe.ts";
import type { Language } from "./errors.ts";
import { serveBulkExport } from "./exports/bulk.ts";
import { serveExports } from "./exports/routes.ts";
import { serveGraphql } from "./graphql.ts";
import { createHttpServer } from "./http.ts";
import { ImportDesk } from "./importJobs/desk.ts";
import { ImportFolder } from "./importJobs/folder.ts";
import { serveUploads } from "./importJobs/routes.ts";
import { startJobs } from "./jobs.ts";
import { openKeys } from "./keys.ts";
import { serveOgc } from "./ogc/routes.ts";
import { serveReports } from "./reports/routes.ts";
import { buildAtlasSchema, printContract } from "./schema.ts";
import { TileChanges } from "./tileChanges.ts";
import { serveTiles } from "./tileRoutes.ts";
import { TileServer } from "./tiles.ts";

export interface Atlas {
  /** Where it listens, like http://localhost:4000. */
  readonly url: string;
  /** Drains requests in flight and stops; the database stays open. */
  readonly close: () => Promise<void>;
}

/** Serves the web app, GraphQL, tiles and OGC from one process on a database that is open and up to date. */
export async function serveAtlas(config: Config, database: Database): Promise<Atlas> {
  const development = config.nodeEnvironment !== "production";
  const keys = openKeys(keysDirectoryOf(config));
  const schema = buildAtlasSchema();
  const sdl = printContract(schema);
  const app = await createHttpServer({
    logLevel: config.logLevel,
    development,
    isReady: () => answers(database),
    sdl: (language) => (language === null ? sdl : inLanguage(sdl, language)),
  });
  const changes = new TileChanges((text, values) => database.tiles.query(text, values));
  const onProblem = (error: unknown) => app.log.error({ err: error }, "problem");
  await changes.follow(database.hasReplica ? null : database.connect, onProblem);
  const extent = async () => {
    const { rows } = await database.tiles.query<{
      extent: [number, number, number, number] | null;
    }>(/* sql */ `
      select array[st_xmin(box), st_ymin(box), st_xmax(box), st_ymax(box)] as extent
      from (select st_extent(outline) as box from atlas.regions where kind = 'PROVINCE') all_regions where box is not null`);
    return rows[0]?.extent ?? null;
  };
  serveTiles(app, {
    tiles: new TileServer(database.tiles, changes, config.tileCacheMegabytes, onProblem, !database.embedded),
    extent,
  });
  serveOgc(app, { pool: database.reads, publicUrl: config.publicUrl });
  const imports = new ImportDesk(
    database,
    new ImportFolder(config.dataDirectory === "memory" ? null : config.dataDirectory),
    onProblem,
  );
  const contextOf = (request: Request) =>
    createContext(database, request, { mapReviewNumber: config.mapReviewNumber, keys, imports });
  const contextIn = (language: Language) => contextOf(nobody(language));
  serveExports(app, contextIn);
  serveReports(app, contextIn);
  const ask = await serveGraphql(app, {
    schema,
    costLimit: config.costLimit,
    development,
    accessPool: database.access,
    createContext: contextOf,
    onBug: onProblem,
  });
  serveBulkExport(app, { ask, createContext: contextOf, accessPool: database.access });
  serveUploads(app, { desk: imports, createContext: contextOf, accessPool: database.access });
  const stopJobs = startJobs(database.primary, keys, onProblem);
  app.addHook("onClose", async () => {
    await imports.stop();
    await stopJobs();
    await changes.stop();
  });
  await app.listen({ port: config.port, host: config.host });
  const { port } = app.server.address() as AddressInfo;
  return { url: `http://localhost:${port}`, close: () => app.close() };
}

async function answers(database: Database): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), 3_000);
  });
  const asked = database.primary.raw("select 1").then(
    () => true,
    () => false,
  );
  return Promise.race([asked, patience]).finally(() => clearTimeout(timer));
}
