/**
 * Keeps the shell of field work on the device, so that its pages open without a network. It holds files of the build
 * and nothing else: no answer of GraphQL, no tile, nothing of a person. A file that is not on the list of the build is
 * never kept. No page is taken over by another build: see `TAKE_OVER`.
 */
interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Extendable {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Told extends Extendable {
  readonly data: unknown;
}
interface Worker {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: Extendable) => void): void;
  addEventListener(type: "message", listener: (event: Told) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetching) => void): void;
}

export {};

declare const self: Worker;
/** Paths of the build that field work needs, and a digest of it; set by build.mjs. */
declare const SHELL_FILES: readonly string[];
declare const SHELL_DIGEST: string;

const FILES: readonly string[] = SHELL_FILES;
const FAMILY = "atlas-shell-";
const CACHE = `${FAMILY}${SHELL_DIGEST}`;
const PAGE = "/";
/** Paths that the server answers itself, although a browser may go there. */
const OF_THE_SERVER =
  /^\/((tiles|graphql|graphiql|ogc|exports|regions|reports|docs|styles|metrics)(\/|$)|(imports|assets)\/)/;

async function keepShell(): Promise<void> {
  const cache = await caches.open(CACHE);
  // The page itself past any cache between here and the server; files named after their content may come from one.
  await cache.addAll(FILES.map((path) => new Request(path, { cache: path === PAGE ? "reload" : "default" })));
}

async function dropOtherBuilds(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(FAMILY) && name !== CACHE).map((name) => caches.delete(name)),
  );
}

const kept = async (path: string): Promise<Response | undefined> => (await caches.open(CACHE)).match(path);

/** A page comes from the server while there is one: what is kept stands in for it, and is never newer. */
async function pageOf(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (gone) {
    const page = await kept(PAGE);
    if (page) return page;
    throw gone;
  }
}

self.addEventListener("install", (event) => event.waitUntil(keepShell()));

self.addEventListener("activate", (event) =>
  event.waitUntil(dropOtherBuilds().then(() => self.clients.claim())),
);

/** A page of this very build is open: the files of the build before are not needed any more. */
self.addEventListener("message", (event) => {
  const { type, script } = (event.data ?? {}) as { type?: unknown; script?: unknown };
  if (type === "TAKE_OVER" && typeof script === "string" && FILES.includes(script))
    event.waitUntil(self.skipWaiting());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (!OF_THE_SERVER.test(pathname)) event.respondWith(pageOf(request));
  } else if (pathname !== PAGE && FILES.includes(pathname))
    event.respondWith(kept(pathname).then((file) => file ?? fetch(request)));
});
