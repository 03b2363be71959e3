import type { ApolloServerPlugin } from "@apollo/server";
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  isListType,
  isNonNullType,
  Kind,
  separateOperations,
} from "graphql";
import { type ComplexityEstimator, getComplexity } from "graphql-query-complexity";
import { DEFAULT_PAGE, LARGEST_PAGE } from "./connection.ts";
import type { Context } from "./context.ts";
import { InputError } from "./errors.ts";

/** What a bounded list without page arguments is taken to hold. */
const BOUNDED_LIST = 10;

/**
 * One point per field, times the rows it can return: `first` and `last` are read with their variables, so a
 * variable costs what a literal costs. Lists without page arguments count as ten.
 */
const estimate: ComplexityEstimator = ({ args, childComplexity, field }) => {
  let type = field.type;
  if (isNonNullType(type)) type = type.ofType;
  const paged = field.args.some((argument) => argument.name === "first");
  if (paged && !isListType(type)) return 1 + childComplexity * rows(args.first ?? args.last ?? DEFAULT_PAGE);
  if (paged) return 1 + childComplexity * rows(args.first ?? 20);
  if (isListType(type) && Array.isArray(args.ids)) return 1 + childComplexity * rows(args.ids.length);
  // The lists inside a page (nodes, edges) were paid for by the page itself.
  if (isListType(type) && field.name !== "nodes" && field.name !== "edges")
    return 1 + childComplexity * BOUNDED_LIST;
  return (field.name === "totalCount" ? 10 : 1) + childComplexity;
};

/**
 * Rows a page can return. Beyond the cap, and below one, the page itself is refused with its own code; counted as
 * written, a negative page would pay for the rest of the operation.
 */
const rows = (asked: unknown): number => Math.min(LARGEST_PAGE, Math.max(1, Number(asked)));

/** Refuses variables that do not fit their types: the first of them only, for there may be as many as fit a request. */
function refuseVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  given: Record<string, unknown>,
): void {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { errors } = getVariableValues(schema, definition.variableDefinitions ?? [], given, {
      maxErrors: 1,
    });
    const [error] = errors ?? [];
    if (error === undefined) continue;
    throw new GraphQLError(error.message, {
      nodes: error.nodes,
      extensions: { code: "BAD_USER_INPUT", ...error.extensions, http: { status: 400 } },
    });
  }
}

/** Refuses an operation above the limit before any SQL, and tells the cost of every other in `extensions.cost`. */
export function operationCost(schema: GraphQLSchema, limit: number): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => {
      let cost = 0;
      return {
        didResolveOperation: async ({ request, document, operationName }) => {
          // Introspection walks no row of ours.
          const single = operationName ? (separateOperations(document)[operationName] ?? document) : document;
          refuseVariables(schema, single, request.variables ?? {});
          cost = getComplexity({
            schema,
            query: single,
            variables: request.variables,
            estimators: [estimate],
          });
          if (cost > limit) {
            const refusal = new InputError(
              "OPERATION_TOO_LARGE",
              `此查询的代价为 ${cost} 点，上限 ${limit}；请减小 first 或少取几层。`,
              `This operation costs ${cost} points, at most ${limit} are allowed; ask for smaller pages or fewer levels.`,
            );
            throw Object.assign(refusal, { extensions: { ...refusal.extensions, http: { status: 400 } } });
          }
        },
        willSendResponse: async ({ response }) => {
          if (response.body.kind === "single" && cost > 0) {
            response.body.singleResult.extensions = { ...response.body.singleResult.extensions, cost };
          }
        },
      };
    },
  };
}
