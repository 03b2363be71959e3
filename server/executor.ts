import type { ApolloServerOptionsWithGateway } from "@apollo/server";
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isAbstractType,
  Kind,
  OperationTypeNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { type CompiledQuery, compileQuery, isCompiledQuery } from "graphql-jit";
import type { Context } from "./context.ts";
import { type PassThrough, passThrough } from "./passThrough.ts";
import type { RepeatedOperations } from "./repeated.ts";

type Gateway = ApolloServerOptionsWithGateway<Context>["gateway"];
type Executor = NonNullable<Awaited<ReturnType<Gateway["load"]>>["executor"]>;

/** An operation is compiled when it comes the third time: compiling takes some milliseconds, and a one-off never repays them. */
const COMPILED_FROM = 3;

interface Operation {
  seen: number;
  compiled: CompiledQuery | null;
  passThrough: PassThrough | null;
}

/**
 * Runs operations the way graphql's own executor does, but repeated ones as compiled code (graphql-jit): a list of
 * 100 villages is then one loop instead of some thousand calls. Apollo takes an executor through its gateway hook.
 */
export function compilingExecutor(schema: GraphQLSchema, repeated: RepeatedOperations): Gateway {
  // Apollo keeps parsed documents, so the same text comes as the same object; what it forgets is forgotten here.
  const documents = new WeakMap<DocumentNode, Map<string, Operation>>();

  const operationOf = (document: DocumentNode, name: string): Operation => {
    const operations = documents.get(document) ?? new Map<string, Operation>();
    documents.set(document, operations);
    const operation = operations.get(name) ?? {
      seen: 0,
      compiled: null,
      passThrough: passThrough(schema, document, name),
    };
    operations.set(name, operation);
    operation.seen += 1;
    if (operation.seen === COMPILED_FROM) operation.compiled = compile(schema, document, name);
    return operation;
  };

  const run = async (
    document: DocumentNode,
    name: string,
    context: Context,
    variables: Record<string, unknown>,
  ): Promise<ExecutionResult> => {
    const operation = operationOf(document, name);
    const written = await operation.passThrough?.(context, variables);
    if (written) return written;
    const result: ExecutionResult | null =
      operation.compiled && (await operation.compiled.query({}, context, variables));
    // Without data it refused the variables and ran nothing: graphql says it in its own words, which Apollo knows.
    if (result && "data" in result) return withExtensions(result);
    return execute({
      schema,
      document,
      contextValue: context,
      variableValues: variables,
      operationName: name || undefined,
    });
  };

  const executor: Executor = async ({ document, request, context }) => {
    const { answered } = context as Context;
    const name = request.operationName ?? "";
    // Which operation is meant may be what is wrong: then graphql says so, and runs nothing.
    if (answered && (answered.errors || getOperationAST(document, name || undefined))) return answered;
    const result = await run(document, name, context as Context, request.variables ?? {});
    // Without data something was wrong with the request, which is said each time anew. A mutation is never in a hurry.
    if (request.query && "data" in result && isQuery(document, name))
      repeated.remember(request.query, name, {
        document,
        run: (again, variables) => run(document, name, again, variables),
      });
    return result;
  };

  return {
    load: async () => ({ executor }),
    onSchemaLoadOrUpdate: (callback) => {
      callback({ apiSchema: schema, coreSupergraphSdl: "" });
      return () => {};
    },
    stop: async () => {},
  };
}

/** Compiled code gives errors without extensions, at which Apollo stumbles and words them by itself. */
function withExtensions(result: ExecutionResult): ExecutionResult {
  if (!result.errors) return result;
  const errors = result.errors.map((error) =>
    error.extensions
      ? error
      : new GraphQLError(error.message, { path: error.path, originalError: error.originalError }),
  );
  return { ...result, errors };
}

const isQuery = (document: DocumentNode, name: string) =>
  getOperationAST(document, name || undefined)?.operation === OperationTypeNode.QUERY;

/** Null for what cannot be compiled: TypeGraphQL resolves interfaces and unions with a promise, which graphql-jit does not wait for. */
function compile(schema: GraphQLSchema, document: DocumentNode, operationName: string): CompiledQuery | null {
  if (hasAbstractField(schema, document)) return null;
  const compiled = compileQuery(schema, document, operationName, { disablingCapturingStackErrors: true });
  return isCompiledQuery(compiled) ? compiled : null;
}

function hasAbstractField(schema: GraphQLSchema, document: DocumentNode): boolean {
  let found = false;
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      enter: ({ kind }) => {
        if (kind !== Kind.FIELD) return;
        const type = types.getType();
        // __schema and __type too: introspection is rare and graphql's own executor knows all of it.
        if (type && (isAbstractType(getNamedType(type)) || getNamedType(type).name.startsWith("__")))
          found = true;
      },
    }),
  );
  return found;
}
