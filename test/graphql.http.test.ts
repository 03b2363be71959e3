import { readdirSync, readFileSync } from "node:fs";
import {
  buildSchema,
  getNamedType,
  isCompositeType,
  Kind,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { type AuditResult, serverAudits } from "graphql-http";
import { describe, expect, it } from "vitest";
import { atlases, graphql } from "./atlas.ts";

const folder = new URL("operations/", import.meta.url);
const operations = readdirSync(folder).map((file): [string, string] => [
  file.replace(".graphql", ""),
  readFileSync(new URL(file, folder), "utf8"),
]);
const schema = buildSchema(readFileSync(new URL("../server/schema.graphql", import.meta.url), "utf8"));

/** Things of a document that have to be looked up: its relations and outlines, each counted once however many rows it has. */
function lookUps(query: string): number {
  const info = new TypeInfo(schema);
  const found = new Set<string>();
  visit(
    parse(query),
    visitWithTypeInfo(info, {
      enter: (node) => {
        if (node.kind !== Kind.FIELD) return;
        const type = getNamedType(info.getType());
        if (type == null || /(Connection|Edge|PageInfo)$/.test(info.getParentType()?.name ?? "")) return;
        const field = `${info.getParentType()?.name}.${info.getFieldDef()?.name}`;
        if (isCompositeType(type) || field.endsWith(".outline")) found.add(field);
      },
    }),
  );
  return found.size;
}

/** Drops the moments at which each database was filled, and digits beyond the millimetre, where their arithmetic differs. */
function withoutClock(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutClock);
  if (typeof value === "number") return Math.round(value * 1_000) / 1_000;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "recordedAt" && key !== "computedAt")
      .map(([key, entry]) => [key, withoutClock(entry)]),
  );
}

describe.each(atlases)("GraphQL over HTTP on $name", ({ url }) => {
  it("passes every required audit of graphql-http, with no more warnings than the legacy media type costs", async () => {
    const results: AuditResult[] = [];
    for (const audit of serverAudits({ url: `${url}/graphql`, fetchFn: fetch }))
      results.push(await audit.fn());
    const told = (status: string) =>
      results
        .filter((result) => result.status === status)
        .map((result) => `${result.name}${"reason" in result ? `: ${result.reason}` : ""}`);
    console.log(
      `${results.length} audits: ${["ok", "notice", "warn", "error"].map((status) => `${told(status).length} ${status}`).join(", ")}`,
    );
    expect(told("error")).toEqual([]);
    expect(told("warn").length, told("warn").join("\n")).toBeLessThanOrEqual(3);
    expect(results.length).toBeGreaterThan(50);
  });
});

describe.each(operations)("the operation %s", (name, query) => {
  it("takes at most two statements more than it has things to look up, and both databases say the same", async () => {
    const answers = [];
    for (const { url, name: database } of atlases) {
      const answer = await graphql(url, query);
      expect([database, answer.errors]).toEqual([database, undefined]);
      console.log(
        `${name} on ${database}: ${answer.statements} statements, ${lookUps(query)} things to look up, cost ${answer.extensions?.cost}`,
      );
      expect.soft(answer.statements).toBeLessThanOrEqual(Math.min(lookUps(query) + 2, 8));
      answers.push(withoutClock(answer.data));
    }
    expect(JSON.stringify(answers[0])).not.toBe("{}");
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });
});

describe.each(atlases)(
  "from a county down to what stands around its riskiest villages on $name",
  ({ url }) => {
    it("takes at most six statements", async () => {
      const query = operations.find(([name]) => name === "countyToRiskiestVillages")?.[1] ?? "";
      const { data, statements } = await graphql<{
        region: { children: { nodes: { villages: { nodes: { risk: { score: number | null } }[] } }[] } };
      }>(url, query);
      expect(statements).toBeLessThanOrEqual(6);
      const townships = data.region.children.nodes.map(({ villages }) =>
        villages.nodes.map(({ risk }) => risk.score ?? -1),
      );
      expect(townships.flat().length).toBeGreaterThan(50);
      for (const scores of townships) expect(scores).toEqual([...scores].sort((a, b) => b - a));
    });
  },
);
