// Builds the two halves of the product; `node build.mjs` builds both.
import { fileURLToPath } from "node:url";
import { build } from "vite";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

export async function buildServer() {
  await build({
    configFile: false,
    root: at("."),
    logLevel: "warn",
    build: {
      ssr: true,
      outDir: at("dist/server"),
      emptyOutDir: true,
      target: "node20",
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: { main: at("server/main.ts"), commands: at("server/commands.ts"), worker: at("server/embedded/worker.ts") },
        output: { entryFileNames: "[name].js", chunkFileNames: "[name].js" },
      },
    },
  });
}

export async function buildWeb() {
  await build({ configFile: at("vite.config.ts"), logLevel: "warn" });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildServer();
  await buildWeb();
}
