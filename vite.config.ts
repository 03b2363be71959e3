import { fileURLToPath } from "node:url";
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { documentIds } from "./web/documents/collect.mjs";

// Only the web app; the server is bundled by server/start.mjs with its own few lines.
export default defineConfig({
  root: fileURLToPath(new URL("./web", import.meta.url)),
  plugins: [
    documentIds(fileURLToPath(new URL("./web", import.meta.url))),
    react(),
    { ...optimizeLocales.vite({ locales: ["zh-CN", "en-US"] }), enforce: "pre" },
  ],
  build: {
    outDir: fileURLToPath(new URL("./dist/web", import.meta.url)),
    emptyOutDir: true,
    target: "es2022",
    reportCompressedSize: false,
    assetsInlineLimit: 0,
  },
  server: {
    proxy: { "^/(graphql|tiles|ogc|docs|imports/|schema.graphql)": "http://localhost:4000" },
  },
});
