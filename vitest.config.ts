import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const { resolve } = createRequire(import.meta.url);

/** Tests of pure functions: they need no atlas and share nothing that changes. */
const PURE = ["test/geo.!(vectorTile).test.ts", "test/web/*.test.ts"];

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  // TypeGraphQL and Apollo must meet one copy of graphql, or every schema is "from another realm".
  resolve: { alias: [{ find: /^graphql$/, replacement: resolve("graphql") }] },
  test: {
    // Two cores: more files at once only wait for each other.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 180_000,
    projects: [
      {
        extends: true,
        test: {
          name: "atlas",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: PURE,
          globalSetup: "test/setup.ts",
        },
      },
      // Functions without a server: a process and all modules anew for each file took longer than the tests.
      { extends: true, test: { name: "pure", include: PURE, isolate: false } },
    ],
  },
});
