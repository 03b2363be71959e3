import type { ApolloServerPlugin } from "@apollo/server";
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  separateOperations,
  visit,
} from "graphql";
import { type ComplexityEstimator, getComplexity } from "graphql-query-complexity";
import { LRUCache } from "lru-cache";
import type { Asked } from "./access/keyLimits.ts";
import { DEFAULT_PAGE, LARGEST_PAGE } from "./connection.ts";
import type { Context } from "./context.ts";
import { InputError } from "./errors.ts";

/** What a bounded list without page arguments is taken to hold. */
const BOUNDED_LIST = 10;

/** Arguments that say how many rows a field can return. */
const SIZES = new Set(["first", "last", "ids"]);

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
  operation: OperationDefinitionNode,
  given: Record<string, unknown>,
): void {
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], given, { maxErrors: 1 });
  const [error] = errors ?? [];
  if (error === undefined) return;
  throw new GraphQLError(error.message, {
    nodes: error.nodes,
    extensions: { code: "BAD_USER_INPUT", ...error.extensions, http: { status: 400 } },
  });
}

/** An operation whose cost was asked for before. */
interface Known {
  readonly single: DocumentNode;
  /** The variables its cost depends on. */
  readonly variables: readonly string[];
  readonly costs: LRUCache<string, number>;
}

/** What an operation of a document costs with its variables. @throws for variables that do not fit, or may. */
export type Costs = (document: DocumentNode, name: string, given: Variables) => number;

/** Walking a document costs as much as answering a small one, so its cost is kept by the page sizes it was asked with. */
export function operationCosts(schema: GraphQLSchema): Costs {
  const documents = new WeakMap<DocumentNode, Map<string, Known>>();
  return (document, name, given) => {
    const operations = documents.get(document) ?? new Map<string, Known>();
    documents.set(document, operations);
    const known = operations.get(name) ?? {
      single: name === "" ? document : (separateOperations(document)[name] ?? document),
      variables: sizingVariables(document),
      costs: new LRUCache<string, number>({ max: 50 }),
    };
    operations.set(name, known);
    const key = JSON.stringify(known.variables.map((variable) => given[variable]));
    const cost =
      known.costs.get(key) ??
      getComplexity({ schema, query: known.single, variables: given, estimators: [estimate] });
    known.costs.set(key, cost);
    return cost;
  };
}

type Variables = Record<string, unknown>;

/** Variables used as a page size or list of ids, or that switch a part off. */
function sizingVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Argument: ({ name, value }, _key, _parent, _path, ancestors) => {
      const above = ancestors.at(-1);
      const ofDirective = above !== undefined && "kind" in above && above.kind === Kind.DIRECTIVE;
      if (value.kind === Kind.VARIABLE && (ofDirective || SIZES.has(name.value))) names.add(value.name.value);
    },
  });
  return [...names];
}

/** Lets an operation in and takes its cost from the budget of whoever asks. @throws when it may not, or it is used up */
export type Spend = (context: Context, cost: number, asked: Asked) => Promise<void>;

/** Refuses an operation above the limit before any SQL, and tells the cost of every other in `extensions.cost`. */
export function operationCost(
  schema: GraphQLSchema,
  costOf: Costs,
  limit: number,
  spend: Spend,
): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => {
      let cost = 0;
      return {
        didResolveOperation: async ({ request, document, operation, operationName, contextValue }) => {
          if (operation) refuseVariables(schema, operation, request.variables ?? {});
          if (operation?.operation === "subscription" && !contextValue.answered) {
            const refusal = new InputError(
              "BAD_REQUEST",
              "订阅请发到 POST /graphql/stream，带 Accept: text/event-stream。",
              "Subscriptions go to POST /graphql/stream with Accept: text/event-stream.",
            );
            throw Object.assign(refusal, { extensions: { ...refusal.extensions, http: { status: 400 } } });
          }
          cost = costOf(document, operationName ?? "", request.variables ?? {});
          if (cost > limit) {
            const refusal = new InputError(
              "OPERATION_TOO_LARGE",
              `此查询的代价为 ${cost} 点，上限 ${limit}；请减小 first 或少取几层。`,
              `This operation costs ${cost} points, at most ${limit} are allowed; ask for smaller pages or fewer levels.`,
            );
            throw Object.assign(refusal, { extensions: { ...refusal.extensions, http: { status: 400 } } });
          }
          const asked = { document, operationName: operationName ?? "", variables: request.variables ?? {} };
          if (!contextValue.answered) await spend(contextValue, cost, asked);
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
