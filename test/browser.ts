import { mkdirSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { inject } from "vitest";
import { FLAGS, isForeign, mapIsIdle } from "./chromium.ts";
import { signInAs } from "./signedIn.ts";

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: inject("chromium"), headless: true, args: FLAGS });

export interface Visit {
  page: Page;
  /** Console errors and warnings, page errors, failed and foreign requests: all must stay empty. */
  complaints: string[];
  /** Paths asked of the server, with their queries. */
  requests: string[];
}

/** Opens a page in a fresh profile with every request to elsewhere refused. */
export async function visit(
  browser: Browser,
  url: string,
  viewport = { width: 800, height: 560 },
): Promise<Visit> {
  const context = await browser.newContext({ viewport, locale: "zh-CN", reducedMotion: "reduce" });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  const { origin } = new URL(url);
  await page.route("**/*", (route) => {
    const target = route.request().url();
    if (!isForeign(target, origin)) {
      requests.push(target.slice(origin.length));
      return route.continue();
    }
    complaints.push(`asked ${target}`);
    return route.abort();
  });
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning")
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`page error: ${error.message}`));
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(url);
  return { page, complaints, requests };
}

/** Gives the browser the session of a demonstration person, without the page of signing in; its token. */
export async function comeAs(page: Page, url: string, login: string): Promise<string> {
  const { cookie = "" } = await signInAs(url, login);
  const value = cookie.slice("__Host-atlas=".length);
  await page.context().addCookies([
    {
      name: "__Host-atlas",
      value,
      // The cookie is for secure places; to a browser the machine itself is one, by this name alone.
      url: url.replace("http://127.0.0.1", "http://localhost").replace("http:", "https:"),
      secure: true,
      httpOnly: true,
    },
  ]);
  return value;
}

/** Waits until the map has drawn everything it asked for. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(mapIsIdle, null, { timeout: 120_000 });
}

/** Features really drawn of a layer, with their properties. */
export function rendered(page: Page, layer: string): Promise<Record<string, unknown>[]> {
  return page.evaluate(
    (id) =>
      window.__atlasMap?.getLayer(id)
        ? window.__atlasMap.queryRenderedFeatures({ layers: [id] }).map((feature) => feature.properties)
        : [],
    layer,
  );
}

/** Share of pixels of the map that change when layers are hidden: the strongest sign that they were drawn. */
export function shareDrawn(page: Page, layers: string[]): Promise<number> {
  return page.evaluate(async (ids) => {
    const map = window.__atlasMap;
    if (!map) throw new Error("there is no map");
    const pixels = () =>
      new Promise<Uint8Array>((resolve) => {
        map.once("render", () => {
          const gl = map.getCanvas().getContext("webgl2");
          if (!gl) throw new Error("no WebGL2");
          const bytes = new Uint8Array(gl.drawingBufferWidth * gl.drawingBufferHeight * 4);
          gl.readPixels(
            0,
            0,
            gl.drawingBufferWidth,
            gl.drawingBufferHeight,
            gl.RGBA,
            gl.UNSIGNED_BYTE,
            bytes,
          );
          resolve(bytes);
        });
        map.triggerRepaint();
      });
    const idle = () => new Promise<void>((resolve) => map.once("idle", () => resolve()));
    const before = await pixels();
    for (const id of ids) map.setLayoutProperty(id, "visibility", "none");
    await idle();
    const after = await pixels();
    for (const id of ids) map.setLayoutProperty(id, "visibility", "visible");
    await idle();
    let changed = 0;
    for (let at = 0; at < before.length; at += 4) {
      if (before[at] !== after[at] || before[at + 1] !== after[at + 1] || before[at + 2] !== after[at + 2])
        changed += 1;
    }
    return changed / (before.length / 4);
  }, layers);
}

/** Keeps a screenshot of the run under test/screens, which is not committed. */
export async function keep(page: Page, name: string): Promise<void> {
  const folder = new URL("./screens/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: new URL(`${name}.png`, folder).pathname });
}
