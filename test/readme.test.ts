import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { atlases, graphql } from "./atlas.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const operations = [...readme.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, operation = ""]) => operation);
const { scripts } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  scripts: Record<string, string>;
};

/** No null and no empty list anywhere: an example that shows nothing is none. */
function showsSomething(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(showsSomething);
  if (typeof value === "object" && value !== null) return Object.values(value).every(showsSomething);
  return value !== null;
}

describe.each(atlases)("the README's operations on $name", ({ url }) => {
  it.each(operations.map((operation) => [operation.split("\n")[0], operation]))(
    "%s answers",
    async (_, operation) => {
      const { data, errors } = await graphql(url, operation);
      expect(errors).toBeUndefined();
      expect(Object.keys(data).length).toBeGreaterThan(0);
      expect(showsSomething(Object.values(data)[0])).toBe(true);
    },
  );
});

describe("the README's commands", () => {
  it("are scripts of the package", () => {
    const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map(([, name = ""]) => name);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
    expect(operations.length).toBeGreaterThan(1);
  });
});
