import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface BenchServer {
  url: string;
  stop: () => Promise<void>;
}

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Starts the built server in production mode. */
export const startServer = (databaseUrl: string, environment: Record<string, string> = {}) =>
  start([at("../../dist/server/main.js")], databaseUrl, environment);

/** Starts the bare tile server that the product is compared with. */
export const startBareServer = (databaseUrl: string) =>
  start(["--import", "tsx", at("bareServer.ts")], databaseUrl, {});

/** Starts a server and waits until it says that it is ready. */
async function start(
  args: readonly string[],
  databaseUrl: string,
  environment: Record<string, string>,
): Promise<BenchServer> {
  const child = spawn(process.execPath, args, {
    env: {
      PATH: process.env.PATH,
      PORT: "0",
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const ready = /is ready: (\S+)/.exec(output)?.[1];
      if (ready) resolve(ready);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("exit", (code) => reject(new Error(`the server ended with ${code}:\n${output}`)));
  });
  const stop = async () => {
    if (child.exitCode !== null) return;
    await new Promise((resolve) => {
      child.once("exit", resolve);
      child.kill("SIGTERM");
    });
  };
  process.on("exit", () => child.kill("SIGKILL"));
  return { url, stop };
}
