import type { FastifyInstance } from "fastify";
import { type GraphQLField, type GraphQLSchema, getNamedType, isAbstractType, isObjectType } from "graphql";

/** Arguments that choose the page and not the list. */
const OF_THE_PAGE = ["first", "after", "last", "before"];

/** Names of the types behind each interface and union, as Apollo Client wants them for its cache. */
export const possibleTypes = (schema: GraphQLSchema): Record<string, string[]> =>
  Object.fromEntries(
    Object.values(schema.getTypeMap())
      .filter((type) => isAbstractType(type))
      .map((type) => [
        type.name,
        schema
          .getPossibleTypes(type)
          .map(({ name }) => name)
          .sort(),
      ])
      .sort(),
  );

interface FieldPolicy {
  /** Arguments that make it another list: give them to `relayStylePagination`. */
  readonly keyArgs: string[];
}
interface TypePolicy {
  /** Without an identity of its own it lives inside its parent. */
  readonly keyFields?: false;
  readonly fields?: Record<string, FieldPolicy>;
}

/** For every type what Apollo Client cannot guess: no identity of its own, and the arguments of its connections. */
export function typePolicies(schema: GraphQLSchema): Record<string, TypePolicy> {
  const policies: Record<string, TypePolicy> = {};
  const roots = [schema.getQueryType(), schema.getMutationType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__") || type === roots[1]) continue;
    const fields = Object.values(type.getFields());
    const lists = fields.filter((field) => getNamedType(field.type).name.endsWith("Connection"));
    const policy: TypePolicy = {
      ...(roots.includes(type) || "id" in type.getFields() ? {} : { keyFields: false }),
      ...(lists.length > 0 ? { fields: Object.fromEntries(lists.map(policyOf)) } : {}),
    };
    if (Object.keys(policy).length > 0) policies[type.name] = policy;
  }
  return policies;
}

const policyOf = ({ name, args }: GraphQLField<unknown, unknown>): [string, FieldPolicy] => [
  name,
  { keyArgs: args.map((argument) => argument.name).filter((each) => !OF_THE_PAGE.includes(each)) },
];

/** GET /possibleTypes.json and /typePolicies.json: the contract for caches of clients. */
export function serveClientFiles(app: FastifyInstance, schema: GraphQLSchema): void {
  const files = { possibleTypes: possibleTypes(schema), typePolicies: typePolicies(schema) };
  for (const [name, content] of Object.entries(files)) {
    const text = `${JSON.stringify(content, null, 2)}\n`;
    app.get(`/${name}.json`, async (_request, reply) =>
      reply.type("application/json; charset=utf-8").header("cache-control", "public, no-cache").send(text),
    );
  }
}
