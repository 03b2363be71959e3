// Builds the parts of the product; `node build.mjs` builds all, `node build.mjs server` one.
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL(".", import.meta.url));
const at = (path) => join(root, path);

const parts = {
  server: {
    built: "dist/server/main.js",
    sources: ["server", "geo", "migrations", "package.json", "build.mjs"],
    zh: "正在编译服务端",
    en: "Building the server",
    build: buildServer,
  },
  documents: {
    built: "dist/documents/manifest.json",
    sources: ["web", "geo", "test/examples/docs", "build.mjs"],
    zh: "正在收集网页的查询、样式与文档示例",
    en: "Collecting operations and styles of the web app, and the examples of the documentation",
    build: buildDocuments,
  },
  web: {
    built: "dist/web/index.html",
    sources: ["web", "geo", "server/schema.graphql", "vite.config.ts", "package.json", "build.mjs"],
    zh: "正在编译网页",
    en: "Building the web app",
    build: buildWeb,
  },
  pack: {
    built: "dist/pack/index.html",
    sources: ["web", "geo", "server/schema.graphql", "vite.config.ts", "package.json", "build.mjs"],
    zh: "正在编译离线图包的网页",
    en: "Building the page of offline maps",
    build: buildPack,
  },
  graphiql: {
    built: "dist/graphiql/index.html",
    sources: ["web/graphiql", "build.mjs", "package-lock.json"],
    zh: "正在编译 GraphiQL",
    en: "Building GraphiQL",
    build: buildGraphiql,
  },
};

/** Builds one part when it is missing or older than its sources, and says so. */
export async function ensureBuilt(name) {
  const { built, sources, zh, en, build } = parts[name];
  if (existsSync(at(built))) {
    const since = statSync(at(built)).mtimeMs;
    if (sources.every((source) => newest(at(source)) <= since)) return;
  }
  const since = performance.now();
  console.log(`${zh} ${en} …`);
  await build();
  console.log(`${zh} ${en}: ${((performance.now() - since) / 1000).toFixed(1)} s`);
}

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

async function buildServer() {
  const { build } = await import("vite");
  await build({
    configFile: false,
    root,
    logLevel: "warn",
    // Everything that touches graphql is bundled with one copy of it: some of these packages would load its
    // CommonJS build and others its ES build, and a schema of the one is unknown to the other.
    resolve: {
      alias: [
        { find: /^graphql$/, replacement: createRequire(import.meta.url).resolve("graphql/index.mjs") },
      ],
    },
    // Bundled, Apollo's hash would lose sight of node:crypto and fall back to one written in JavaScript.
    ssr: {
      noExternal: [
        /^graphql/,
        /^type-graphql/,
        /^@apollo\/(?!utils\.createhash)/,
        /^@escape\.tech\//,
        /^@graphql-tools\//,
      ],
    },
    build: {
      ssr: true,
      outDir: at("dist/server"),
      emptyOutDir: true,
      target: "node20",
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: {
          main: at("server/main.ts"),
          commands: at("server/commands.ts"),
          worker: at("server/embedded/worker.ts"),
          scanWorker: at("server/indicators/scanWorker.ts"),
          allocationWorker: at("server/siting/allocationWorker.ts"),
          importWorker: at("server/importJobs/worker.ts"),
        },
        output: { entryFileNames: "[name].js", chunkFileNames: "[name].js" },
      },
    },
  });
}

/** What the web app may ask, which the server answers by its id alone; styles of its map; and the examples that /docs shows. */
async function buildDocuments() {
  const { collectDocuments } = await import("./web/documents/collect.mjs");
  rmSync(at("dist/documents"), { recursive: true, force: true });
  mkdirSync(at("dist/documents"), { recursive: true });
  cpSync(at("test/examples/docs"), at("dist/documents/examples"), { recursive: true });
  await writeStyles();
  const { manifest } = collectDocuments(at("web"));
  writeFileSync(at("dist/documents/manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
}

/** The style of the map is a function of the web app: run once, it is a file for everybody's map. */
async function writeStyles() {
  const { build } = await import("vite");
  await build({
    configFile: false,
    root,
    logLevel: "error",
    build: {
      ssr: at("web/map/styleFiles.ts"),
      outDir: at("dist/documents/making"),
      minify: false,
      rolldownOptions: { output: { entryFileNames: "styleFiles.mjs" } },
    },
  });
  const { styleFiles } = await import(pathToFileURL(at("dist/documents/making/styleFiles.mjs")).href);
  mkdirSync(at("dist/documents/styles"));
  for (const [name, style] of Object.entries(styleFiles()))
    writeFileSync(at(`dist/documents/styles/${name}.json`), `${JSON.stringify(style)}\n`);
  rmSync(at("dist/documents/making"), { recursive: true });
}

async function buildGraphiql() {
  const { build } = await import("vite");
  await build({
    configFile: false,
    root: at("web/graphiql"),
    base: "/graphiql/",
    logLevel: "error",
    build: {
      outDir: at("dist/graphiql"),
      emptyOutDir: true,
      target: "es2022",
      reportCompressedSize: false,
      chunkSizeWarningLimit: 10_000,
    },
  });
}

async function buildWeb() {
  const { build } = await import("vite");
  const { output } = await build({ configFile: at("vite.config.ts"), logLevel: "warn" });
  await buildServiceWorker(build, shellOf(output));
}

/** The page of an offline map stands in any folder, so it names its files from where it is itself. */
async function buildPack() {
  const { build } = await import("vite");
  const { default: react } = await import("@vitejs/plugin-react");
  await build({
    configFile: false,
    root: at("web/pack"),
    base: "./",
    publicDir: at("web/pack/folder"),
    plugins: [react()],
    logLevel: "error",
    build: {
      outDir: at("dist/pack"),
      emptyOutDir: true,
      target: "es2022",
      reportCompressedSize: false,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 10_000,
    },
  });
  // The styles are written by the code that draws the map, so that a pack looks as the atlas does.
  await build({
    configFile: false,
    root,
    logLevel: "error",
    build: {
      ssr: true,
      outDir: at("dist/packStyles"),
      target: "node20",
      rolldownOptions: { input: at("web/pack/writeStyles.ts"), output: { entryFileNames: "styles.js" } },
    },
  });
  const { styles } = await import(at("dist/packStyles/styles.js"));
  for (const [name, style] of Object.entries(styles))
    writeFileSync(at(`dist/pack/${name}`), `${JSON.stringify(style)}\n`);
}

/** Pages that open without a network; everything they import comes along. */
const OFFLINE_PAGES = /web\/(tasks\/TasksPage|households\/Households?Page|access\/SignInPage)\.tsx$/;

/** Paths of the files of a build that field work needs, the page itself first. */
function shellOf(output) {
  const chunks = new Map(
    output.filter(({ type }) => type === "chunk").map((chunk) => [chunk.fileName, chunk]),
  );
  const needed = new Set();
  const need = (fileName) => {
    const chunk = chunks.get(fileName);
    if (!chunk || needed.has(fileName)) return;
    needed.add(fileName);
    for (const style of chunk.viteMetadata?.importedCss ?? []) needed.add(style);
    for (const name of chunk.imports) need(name);
  };
  for (const { fileName, isEntry, facadeModuleId } of chunks.values())
    if (isEntry || OFFLINE_PAGES.test(facadeModuleId ?? "")) need(fileName);
  const icon = output.find(({ fileName }) => /icon-[\w-]+\.svg$/.test(fileName));
  if (icon) needed.add(icon.fileName);
  return ["/", ...[...needed].sort().map((fileName) => `/${fileName}`)];
}

/** One plain file beside the page, so that it may serve all of the app; named by no digest, it carries the files that are. */
async function buildServiceWorker(build, files) {
  const digest = createHash("sha256")
    .update(readFileSync(at("dist/web/index.html")))
    .update(files.join())
    .digest("hex");
  await build({
    configFile: false,
    root,
    logLevel: "warn",
    define: {
      SHELL_FILES: JSON.stringify(files),
      SHELL_DIGEST: JSON.stringify(digest.slice(0, 16)),
    },
    build: {
      outDir: at("dist/web"),
      emptyOutDir: false,
      copyPublicDir: false,
      target: "es2022",
      reportCompressedSize: false,
      rolldownOptions: {
        input: at("web/offline/serviceWorker.ts"),
        output: { format: "iife", entryFileNames: "sw.js" },
      },
    },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const only = process.argv[2];
  for (const name of Object.keys(parts)) if (only === undefined || only === name) await ensureBuilt(name);
}
