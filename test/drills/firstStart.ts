/**
 * How long a stranger waits: from `npm start` in a fresh data directory to a map that can be used, and again from the
 * second start. Prints the times and the load of the machine; Chromium draws without a graphics card and without network.
 * Run it on a built checkout with `node --import tsx test/drills/firstStart.ts`; `--fresh` removes dist/ first, so that
 * the web app is built beside the first start as it is in a fresh clone. PORT, CHROMIUM_PATH as everywhere.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { FLAGS, isForeign, mapIsIdle } from "../chromium.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const port = process.env.PORT ?? "4380";

interface Times {
  /** Seconds since the command. */
  readonly ready: number;
  readonly usable: number;
  readonly lines: readonly string[];
}

async function start(dataDirectory: string): Promise<Times> {
  const since = performance.now();
  const seconds = () => (performance.now() - since) / 1000;
  const child = spawn(process.execPath, ["server/start.mjs"], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: port, ATLAS_DATA_DIRECTORY: dataDirectory },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const { url, lines } = await readyServer(child);
    const ready = seconds();
    await openMap(url);
    const usable = seconds();
    // Only now is the explorer built, in a process that would go on beside the second start.
    while (!existsSync(join(root, "dist/graphiql/index.html"))) await wait(500);
    return { ready, usable, lines };
  } finally {
    await ended(child);
  }
}

function readyServer(child: ChildProcess): Promise<{ url: string; lines: string[] }> {
  let output = "";
  return new Promise((resolve, reject) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const url = /is ready: (\S+)/.exec(output)?.[1];
      if (url) resolve({ url, lines: output.trim().split("\n") });
    });
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}:\n${output}`)));
  });
}

async function openMap(url: string): Promise<void> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    headless: true,
    args: FLAGS,
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: "zh-CN" });
    const foreign: string[] = [];
    await page.route("**/*", (route) => {
      const asked = route.request().url();
      if (!isForeign(asked, new URL(url).origin)) return route.continue();
      foreign.push(asked);
      return route.abort();
    });
    await page.goto(url);
    await page.waitForFunction(mapIsIdle, null, { timeout: 120_000 });
    if (foreign.length > 0) throw new Error(`the map asked ${foreign.join(", ")}`);
  } finally {
    await browser.close();
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => {
    child.once("exit", resolve);
    child.kill("SIGTERM");
  });
}

const load = () => loadavg()[0]?.toFixed(2);
const scratch = mkdtempSync(join(tmpdir(), "atlas-first-start-"));
try {
  if (process.argv.includes("--fresh")) rmSync(join(root, "dist"), { recursive: true, force: true });
  for (const name of ["first", "second"] as const) {
    const before = load();
    const { ready, usable, lines } = await start(join(scratch, "data"));
    if (process.argv.includes("--steps")) console.log(lines.join("\n"));
    console.log(
      `${name} start: server ready ${ready.toFixed(1)} s, usable map ${usable.toFixed(1)} s (load average ${before} before, ${load()} after)`,
    );
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
