import { GraphQLError, GraphQLScalarType, Kind } from "graphql";
import { say } from "./describe.ts";

const read = (value: unknown): Date => {
  const date = typeof value === "string" ? new Date(value) : null;
  if (date === null || Number.isNaN(date.getTime()))
    throw new GraphQLError(`${String(value).slice(0, 40)} is no instant; write it like 2026-09-30T08:00:00Z`);
  return date;
};

/** An instant, by the database's clock. */
export const InstantScalar = new GraphQLScalarType<Date, string>({
  name: "Instant",
  description: say(
    "时刻，ISO 8601，世界协调时，如 2026-09-30T08:00:00.000Z",
    "An instant, ISO 8601 in UTC, such as 2026-09-30T08:00:00.000Z",
  ),
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339",
  serialize: (value) => (value instanceof Date ? value : read(value)).toISOString(),
  parseValue: read,
  parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : null),
});
