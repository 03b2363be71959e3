import "reflect-metadata";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { serveAtlas } from "./app.ts";
import { type Config, printConfig, readConfig } from "./config.ts";
import { openDatabase } from "./db.ts";
import { StartError, sentencesOf } from "./errors.ts";
import { prepareDatabase } from "./prepare.ts";
import { type NationalShapes, nationalShapes } from "./regions/nationalShapes.ts";

const started = performance.now();
const say = (sentence: string) =>
  console.log(`[${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s] ${sentence}`);

/** Starts everything. @param webApp settles when the web app is built; requests are served only then. */
export async function start(webApp: Promise<void> = Promise.resolve()): Promise<void> {
  try {
    await startOrThrow(webApp);
  } catch (error) {
    fail(error);
  }
}

async function startOrThrow(webApp: Promise<void>): Promise<void> {
  const config = readConfig(process.env);
  if (process.argv.includes("--print-config")) return console.log(printConfig(config));
  await refuseTakenPort(config);
  let shapes: NationalShapes | undefined;
  const database = await openDatabase(config, say, () => {
    shapes = nationalShapes();
  });
  try {
    await prepareDatabase(config, database, say, shapes);
    await webApp;
    const atlas = await serveAtlas(config, database);
    if (database.embedded) {
      say(
        "内置试用数据库：不用于生产，真实数据请设置 DATABASE_URL。 Embedded trial database, not for production: set DATABASE_URL for real data.",
      );
    }
    // Before the word that it is ready: who hears it may stop us at once.
    stopOnSignal(async () => {
      await atlas.close();
      await database.close();
    });
    say(`防返贫一张图已就绪 Relapse Atlas is ready: ${atlas.url}`);
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Told before the work of a first start, not after it. */
async function refuseTakenPort({ port, host }: Config): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        new StartError(
          `端口 ${host}:${port} 不能使用（${error.code}）；请停止占用它的程序，或用 PORT 换一个。`,
          `Port ${host}:${port} cannot be used (${error.code}); stop what uses it, or choose another with PORT.`,
        ),
      );
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

/** The first signal drains requests in flight; the second ends the process at once. */
function stopOnSignal(close: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      close().then(
        () => process.exit(0),
        (error) => fail(error),
      );
    });
  }
}

function fail(error: unknown): never {
  const sentences = sentencesOf(error);
  console.error(sentences ? `${sentences.zh}\n${sentences.en}` : error);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await start();
