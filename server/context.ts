import DataLoader from "dataloader";
import type { ExecutionResult } from "graphql";
import type { Database } from "./db.ts";
import type { Language } from "./errors.ts";
import { toStatement } from "./statement.ts";

/** One statement: SQL text with :named values, always bound. Returns plain rows. */
export type Sql = <Row>(text: string, values?: Record<string, unknown>) => Promise<Row[]>;

/**
 * Finds the values of many keys in one statement, in the order of the keys.
 * `args` are the arguments of the field, the same for every key of one call.
 */
export type Batch<Key, Value, Args = void> = (
  context: Context,
  keys: readonly Key[],
  args: Args,
) => Promise<readonly Value[]>;

/** What one request works with. A plain object: Apollo copies it. */
export interface Context {
  readonly sql: Sql;
  readonly language: Language;
  /** Approval number 审图号 of the operator's map, "" until there is one. */
  readonly mapReviewNumber: string;
  /** Set when the answer was asked for before Apollo and could not be had: Apollo only words what went wrong. */
  readonly failed?: ExecutionResult;
  /** SQL statements so far: counted, so that tests and `Server-Timing` can tell. */
  readonly statements: { count: number };
  readonly load: <Key, Value, Args = void>(
    batch: Batch<Key, Value, Args>,
    key: Key,
    args: Args,
  ) => Promise<Value>;
}

export function createContext(
  { reads, embedded }: Pick<Database, "reads" | "embedded">,
  language: Language,
  mapReviewNumber: string,
): Context {
  const statements = { count: 0 };
  const loaders = new Map<unknown, Map<string, DataLoader<unknown, unknown>>>();
  const context: Context = {
    language,
    mapReviewNumber,
    statements,
    sql: async <Row>(text: string, values: Record<string, unknown> = {}) => {
      statements.count += 1;
      // Straight to pg: a query builder in between took longer than the driver itself.
      const statement = toStatement(text);
      const { rows } = await reads.query({
        // Connections of the embedded database share one session, and with it the names.
        name: embedded ? undefined : statement.preparedAs,
        text: statement.text,
        values: statement.names.map((name) => values[name]),
      });
      return rows as Row[];
    },
    load: (batch, key, args) => {
      let byArgs = loaders.get(batch);
      if (!byArgs) {
        byArgs = new Map();
        loaders.set(batch, byArgs);
      }
      const argsKey = args === undefined ? "" : JSON.stringify(args);
      let loader = byArgs.get(argsKey);
      if (!loader) {
        loader = new DataLoader<unknown, unknown>((keys) => batch(context, keys as never, args), {
          maxBatchSize: 5_000,
        });
        byArgs.set(argsKey, loader);
      }
      return loader.load(key) as never;
    },
  };
  return context;
}
