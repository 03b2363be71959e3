import type { ApolloServerOptionsWithGateway } from "@apollo/server";
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  Kind,
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

  const executor: Executor = async ({ document, request, context }) => {
    const { failed } = context as Context;
    if (failed) return failed;
    const name = request.operationName ?? "";
    const operation = operationOf(document, name);
    const { passThrough } = operation;
    const written = await passThrough?.(context as Context, request.variables ?? {});
    if (passThrough && request.query) repeated.remember(request.query, name, { document, passThrough });
    if (written) return written;
    const { compiled } = operation;
    const result: ExecutionResult | null =
      compiled && (await compiled.query({}, context, request.variables ?? {}));
    // Without data it refused the variables and ran nothing: graphql says it in its own words, which Apollo knows.
    if (result && "data" in result) return result;
    return execute({
      schema,
      document,
      contextValue: context,
      variableValues: request.variables,
      operationName: request.operationName,
    });
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
