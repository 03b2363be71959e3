import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSchema, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const schema = buildSchema(readFileSync(join(root, "server/schema.graphql"), "utf8"));

const filesBelow = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : /\.tsx?$/.test(name) ? [path] : [];
  });

describe("every operation of the web app", () => {
  it("fits the contract: the types alone do not tell of an argument that has moved", () => {
    const operations = filesBelow(join(root, "web")).flatMap((path) =>
      [...readFileSync(path, "utf8").matchAll(/graphql\(\s*`([\s\S]*?)`/g)].map(([, text = ""]) => ({
        path,
        text,
      })),
    );
    expect(operations.length).toBeGreaterThan(40);
    const faults = operations.flatMap(({ path, text }) =>
      validate(schema, parse(text))
        // Fragments stand in documents of their own.
        .filter(({ message }) => !/is never used|Unknown fragment/.test(message))
        .map(({ message }) => `${path.slice(root.length)}: ${message}`),
    );
    expect(faults).toEqual([]);
  });
});
