import DataLoader from "dataloader";
import type { ExecutionResult } from "graphql";
import type { Pool } from "pg";
import type { Viewer } from "./access/viewer.ts";
import { type Casework, caseworkOf } from "./casework.ts";
import type { Database } from "./db.ts";
import type { Language } from "./errors.ts";
import type { ImportDesk } from "./importJobs/desk.ts";
import type { Keys } from "./keys.ts";
import { NO_SERVICES, type Services } from "./services.ts";
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
export interface Context extends Services {
  /** Planned for its values. */
  readonly sql: Sql;
  /**
   * Planned once for all values, which halves the time of a small statement: for what goes by key, or by a box so
   * small that its index is always right. A batch finds it as its `sql`.
   */
  readonly sqlByKey: Sql;
  readonly language: Language;
  /** Approval number 审图号 of the operator's map, "" until there is one. */
  readonly mapReviewNumber: string;
  /**
   * The answer, where nothing is to be run any more: it was asked for before Apollo and could not be had, or only the cost
   * is wanted. Apollo makes its checks and words what is wrong; nothing is spent.
   */
  readonly answered?: ExecutionResult;
  /** SQL statements so far: counted, so that tests and `Server-Timing` can tell. */
  readonly statements: { count: number };
  readonly load: <Key, Value, Args = void>(
    batch: Batch<Key, Value, Args>,
    key: Key,
    args: Args,
  ) => Promise<Value>;
  /** Who is signed in; null for nobody. */
  readonly viewer: Viewer | null;
  readonly token: string | null;
  /** Address of the caller, for limits of the doors that need no sign-in. */
  readonly clientAddress: string;
  /** Casework, as the viewer: see casework.ts. The only way to it. */
  readonly casework: Casework;
  /** Casework as nobody, whoever is signed in: may hand in a self-report and nothing else. */
  readonly publicDoor: Casework;
  /** People and tokens, as the owner of the database: for access/ only. */
  readonly owner: Sql;
  readonly accessPool: Pool;
  readonly keys: Keys;
  /** Where imports wait and run; null outside the server. */
  readonly imports: ImportDesk | null;
  /** Sends the session with the answer, or takes it back. */
  readonly setSession: (token: string | null) => void;
  /** What the request has spent of the budget of its key; null without a key. */
  readonly use: KeyUse | null;
}

/** What a key has spent with one request. */
export interface KeyUse {
  readonly keyId: string;
  cost: number;
  /** The operation, whichever way the request named it. */
  text?: string;
}

/** What a request brings along. */
export interface Request {
  readonly language: Language;
  readonly viewer: Viewer | null;
  readonly token: string | null;
  readonly clientAddress: string;
  readonly setSession: (token: string | null) => void;
  readonly use: KeyUse | null;
}

/** A request without sign-in, for doors that show published figures only. */
export const nobody = (language: Language): Request => ({
  language,
  viewer: null,
  token: null,
  clientAddress: "",
  setSession: () => {},
  use: null,
});

export function createContext(
  {
    reads,
    readsByKey,
    access,
    casework,
    embedded,
  }: Pick<Database, "reads" | "readsByKey" | "access" | "casework" | "embedded">,
  request: Request,
  {
    mapReviewNumber,
    keys,
    services = NO_SERVICES,
    imports = null,
  }: { mapReviewNumber: string; keys: Keys; services?: Services; imports?: ImportDesk | null },
): Context {
  const { language, token } = request;
  const statements = { count: 0 };
  const readingFrom =
    (pool: Pool): Sql =>
    async <Row>(text: string, values: Record<string, unknown> = {}) => {
      statements.count += 1;
      // Straight to pg: a query builder in between took longer than the driver itself.
      const statement = toStatement(text);
      const { rows } = await pool.query({
        // Connections of the embedded database share one session, and with it the names.
        name: embedded ? undefined : statement.preparedAs,
        text: statement.text,
        values: statement.names.map((name) => values[name]),
      });
      return rows as Row[];
    };
  const sqlByKey = readingFrom(readsByKey);
  const loaders = new Map<unknown, Map<string, DataLoader<unknown, unknown>>>();
  const context: Context = {
    ...request,
    language,
    mapReviewNumber,
    keys,
    ...services,
    imports,
    statements,
    casework: caseworkOf(casework, token, statements),
    publicDoor: caseworkOf(casework, null, statements),
    accessPool: access,
    owner: async <Row>(text: string, values: Record<string, unknown> = {}) => {
      statements.count += 1;
      const statement = toStatement(text);
      const { rows } = await access.query(
        statement.text,
        statement.names.map((name) => values[name]),
      );
      return rows as Row[];
    },
    sql: readingFrom(reads),
    sqlByKey,
    load: (batch, key, args) => {
      let byArgs = loaders.get(batch);
      if (!byArgs) {
        byArgs = new Map();
        loaders.set(batch, byArgs);
      }
      const argsKey = args === undefined ? "" : JSON.stringify(args);
      let loader = byArgs.get(argsKey);
      if (!loader) {
        loader = new DataLoader<unknown, unknown>((keys) => batch(byKey, keys as never, args), {
          maxBatchSize: 5_000,
        });
        byArgs.set(argsKey, loader);
      }
      return loader.load(key) as never;
    },
  };
  const byKey: Context = { ...context, sql: sqlByKey };
  return context;
}
