import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const { resolve } = createRequire(import.meta.url);

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  // TypeGraphQL and Apollo must meet one copy of graphql, or every schema is "from another realm".
  resolve: { alias: [{ find: /^graphql$/, replacement: resolve("graphql") }] },
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    globalSetup: "test/setup.ts",
    // Two cores: more files at once only wait for each other.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
