// npm run check fails when server/schema.graphql breaks what was released (server/schema.released.graphql), or keeps a
// deprecated thing longer than it said. A release copies the one over the other.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CriticalityLevel, diff } from "@graphql-inspector/core";
import { buildSchema, type GraphQLSchema, isEnumType, isInputObjectType, isObjectType } from "graphql";

/** Everything deprecated by its path, with its reason. */
function deprecations(schema: GraphQLSchema): [path: string, reason: string][] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (isEnumType(type)) return named(type.name, type.getValues());
    if (isInputObjectType(type)) return named(type.name, Object.values(type.getFields()));
    if (!isObjectType(type)) return [];
    const fields = Object.values(type.getFields());
    return [
      ...named(type.name, fields),
      ...fields.flatMap((field) => named(`${type.name}.${field.name}`, field.args)),
    ];
  });
}

const named = (path: string, things: readonly { name: string; deprecationReason?: string | null }[]) =>
  things.flatMap(({ name, deprecationReason }): [string, string][] =>
    deprecationReason == null ? [] : [[`${path}.${name}`, deprecationReason]],
  );

const dayIn = (reason: string) => /\b\d{4}-\d{2}-\d{2}\b/.exec(reason)?.[0] ?? null;

/** Deprecations without a day on which they end, and those whose day has come. */
export function deprecationFaults(schema: GraphQLSchema, today: string): string[] {
  return deprecations(schema).flatMap(([path, reason]) => {
    const day = dayIn(reason);
    if (day === null) return [`${path} is deprecated without a day (2027-03-31) in "${reason}"`];
    return day <= today ? [`${path} was to end on ${day}: take it out`] : [];
  });
}

/** What a client of the released contract would stumble over. What was announced to end, and whose day has come, may go. */
export async function breakingChanges(released: string, now: string, today: string): Promise<string[]> {
  const base = buildSchema(released);
  const ended = new Set(
    deprecations(base).flatMap(([path, reason]) => ((dayIn(reason) ?? "9") <= today ? [path] : [])),
  );
  const changes = await diff(base, buildSchema(now));
  return changes
    .filter(
      ({ criticality, path }) => criticality.level === CriticalityLevel.Breaking && !ended.has(path ?? ""),
    )
    .map(({ message }) => message);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const read = (name: string) => readFileSync(new URL(`../server/${name}`, import.meta.url), "utf8");
  const now = read("schema.graphql");
  const today = new Date().toISOString().slice(0, 10);
  const faults = [
    ...(await breakingChanges(read("schema.released.graphql"), now, today)),
    ...deprecationFaults(buildSchema(now), today),
  ];
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exit(1);
}
