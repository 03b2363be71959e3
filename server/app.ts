import type { AddressInfo } from "node:net";
import { readRequest } from "./access/door.ts";
import { Announcements } from "./announcements.ts";
import { type Config, exportsDirectoryOf, keysDirectoryOf } from "./config.ts";
import { createContext, nobody, type Request } from "./context.ts";
import type { Database } from "./db.ts";
import { inLanguage } from "./describe.ts";
import { serveDocs } from "./docs/routes.ts";
import { serveClientFiles } from "./documents/clientFiles.ts";
import { KnownDocuments } from "./documents/known.ts";
import { readManifest } from "./documents/manifest.ts";
import { serveStyles } from "./documents/styles.ts";
import type { Language } from "./errors.ts";
import { openExportFolder } from "./exportFiles/folder.ts";
import { serveExportFiles } from "./exportFiles/routes.ts";
import { type Exports, startExports } from "./exportFiles/work.ts";
import { serveBulkExport } from "./exports/bulk.ts";
import { serveExports } from "./exports/routes.ts";
import { LIMITS, serveGraphql } from "./graphql.ts";
import { createHttpServer } from "./http.ts";
import { ImportDesk } from "./importJobs/desk.ts";
import { ImportFolder } from "./importJobs/folder.ts";
import { serveUploads } from "./importJobs/routes.ts";
import { startJobs } from "./jobs.ts";
import { openKeys } from "./keys.ts";
import { MadeOnce } from "./madeOnce.ts";
import { serveOgc } from "./ogc/routes.ts";
import { serveReports } from "./reports/routes.ts";
import { buildAtlasSchema, printContract } from "./schema.ts";
import type { Services } from "./services.ts";
import { serveSubscriptions } from "./subscriptions/door.ts";
import { followChanges } from "./subscriptions/follow.ts";
import { Hub } from "./subscriptions/hub.ts";
import { TileChanges } from "./tileChanges.ts";
import { serveTiles } from "./tileRoutes.ts";
import { TileServer } from "./tiles.ts";
import { storeUsage } from "./usage/changes.ts";
import { serveUsage } from "./usage/door.ts";
import { Operations } from "./usage/operations.ts";
import { UsageRecorder } from "./usage/recorder.ts";
import { WebhookSender } from "./webhooks/sender.ts";

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
  const made = new MadeOnce(changes, config.tileCacheMegabytes);
  serveTiles(app, {
    tiles: new TileServer({
      pool: database.tiles,
      changes,
      made,
      onBadRow: onProblem,
      embedded: database.embedded,
    }),
    made,
    extent,
  });
  serveOgc(app, { pool: database.reads, publicUrl: config.publicUrl });
  let exports: Exports | undefined;
  const operations = new Operations(schema, LIMITS.tokens);
  const usage = new UsageRecorder(
    (rows, deprecated) => storeUsage(database.access, rows, deprecated),
    onProblem,
  );
  const announcements = new Announcements(database.connect, onProblem);
  const reach = { loopback: config.webhooksOnLoopback === "yes" };
  const sender = new WebhookSender(database.access, keys, reach, onProblem);
  announcements.on("atlas_open_changes", sender.wake);
  const services: Services = {
    flushUsage: () => usage.flush(),
    costOf: async (asked, context) => {
      const { errors, extensions } = await ask(asked, { ...context, answered: { data: {} } });
      return { cost: Number(extensions?.cost ?? 0), limit: config.costLimit, error: errors?.[0]?.message };
    },
    webhookReach: reach,
    wakeWebhooks: sender.wake,
    hub: new Hub(),
    wakeExports: () => exports?.wake(),
  };
  const imports = new ImportDesk(
    database,
    new ImportFolder(config.dataDirectory === "memory" ? null : config.dataDirectory),
    onProblem,
  );
  const contextOf = (request: Request) =>
    createContext(database, request, { mapReviewNumber: config.mapReviewNumber, keys, services, imports });
  const contextIn = (language: Language) => contextOf(nobody(language));
  serveExports(app, contextIn);
  serveReports(app, contextIn);
  serveUsage(app, {
    recorder: usage,
    operations,
    readRequest: (request, reply) => readRequest(request, reply, database.access),
    createContext: contextOf,
  });
  serveClientFiles(app, schema);
  serveStyles(app, config.publicUrl);
  serveDocs(app, schema, { ...LIMITS, cost: config.costLimit });
  const documents = new KnownDocuments(readManifest(), config.trustedOnly);
  const ask = await serveGraphql(app, {
    schema,
    costLimit: config.costLimit,
    development,
    accessPool: database.access,
    createContext: contextOf,
    documents,
    dataState: () => `${changes.version} ${dayInShanghai()}`,
    onBug: onProblem,
  });
  serveBulkExport(app, { ask, createContext: contextOf, accessPool: database.access, documents });
  const folder = openExportFolder(exportsDirectoryOf(config));
  serveExportFiles(app, { folder, createContext: contextOf, accessPool: database.access });
  exports = startExports({ database, folder, createContext: contextOf, onProblem });
  serveSubscriptions(app, {
    schema,
    ask,
    createContext: contextOf,
    accessPool: database.access,
    documents,
    onBug: onProblem,
  });
  await followChanges(announcements, services.hub, contextOf(nobody("en")).sql, onProblem);
  await announcements.follow();
  serveUploads(app, { desk: imports, createContext: contextOf, accessPool: database.access });
  const stopJobs = startJobs(database.primary, keys, onProblem);
  app.addHook("onClose", async () => {
    await exports?.stop();
    await imports.stop();
    await stopJobs();
    await announcements.stop();
    await sender.stop();
    await usage.stop();
    await changes.stop();
  });
  await app.listen({ port: config.port, host: config.host });
  const { port } = app.server.address() as AddressInfo;
  return { url: `http://localhost:${port}`, close: () => app.close() };
}

/** Some answers read the day, which begins at midnight in Shanghai. */
const dayInShanghai = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

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
