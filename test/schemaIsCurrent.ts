// npm run check fails when server/schema.graphql is not what the code says; npm run schema writes it.
import { readFileSync, writeFileSync } from "node:fs";
import { buildAtlasSchema, printContract } from "../server/schema.ts";

const path = new URL("../server/schema.graphql", import.meta.url);
const now = printContract(buildAtlasSchema());
if (process.argv.includes("--write")) writeFileSync(path, now);
else if (readFileSync(path, "utf8") !== now) {
  console.error("server/schema.graphql is not what the code says. Run: npm run schema");
  process.exit(1);
}
