import { join } from "node:path";
import { StartError } from "./errors.ts";

/** One setting: how it is called in the environment, what it is without one, and what it does. */
interface Setting<Value> {
  readonly variable: string;
  readonly fallback: Value;
  readonly meaning: string;
  readonly secret?: boolean;
  readonly read: (text: string) => Value | undefined;
}

const text = (value: string) => value;
const oneOf =
  <Value extends string>(...values: Value[]) =>
  (value: string) =>
    values.find((allowed) => allowed === value);
const integer = (from: number, to: number) => (value: string) => {
  const number = Number(value);
  return Number.isInteger(number) && number >= from && number <= to ? number : undefined;
};
const flag = (value: string) => (value === "1" ? true : value === "0" ? false : undefined);
const url = (value: string) => (/^postgres(ql)?:\/\/\S+$/.test(value) ? value : undefined);
const webAddress = (value: string) =>
  /^https?:\/\/[\w.-]+(:\d+)?(\/[\w.~-]+)*\/?$/.test(value) ? value : undefined;
const define = <Value>(
  variable: string,
  fallback: Value,
  read: (text: string) => NoInfer<Value> | undefined,
  meaning: string,
  secret = false,
): Setting<Value> => ({ variable, fallback, read, meaning, secret });

/** Every setting of the program. Nothing else reads the environment. */
export const settings = {
  port: define<number>(
    "PORT",
    4000,
    integer(0, 65_535),
    "Port of the web server, 0 to 65535; 0 takes any free one",
  ),
  host: define<string>("HOST", "127.0.0.1", text, "Address to listen on; 0.0.0.0 for all"),
  publicUrl: define<string | null>(
    "ATLAS_PUBLIC_URL",
    null,
    webAddress,
    "Where clients reach the server, such as https://atlas.example/prefix; without it as their request says",
  ),
  databaseUrl: define<string | null>(
    "DATABASE_URL",
    null,
    url,
    "postgres://… of a PostgreSQL 15+ with PostGIS 3.3+; without it an embedded trial database is used",
    true,
  ),
  replicaUrl: define<string | null>(
    "ATLAS_REPLICA_URL",
    null,
    url,
    "postgres://… of a read replica that answers queries and tiles",
    true,
  ),
  dataDirectory: define<string>(
    "ATLAS_DATA_DIRECTORY",
    ".data",
    text,
    "Folder of the embedded database, or the word memory",
  ),
  keysDirectory: define<string | null>(
    "ATLAS_KEYS_DIRECTORY",
    null,
    text,
    "Folder of the keys of identities and audit; keys in the folder of the embedded database by default. Back it up apart from the database",
  ),
  exportsDirectory: define<string | null>(
    "ATLAS_EXPORTS_DIRECTORY",
    null,
    text,
    "Folder of the files that were asked for, each kept for a day; exports in the data folder by default. Several servers of one database share it",
  ),
  demoSize: define<"s" | "m" | "l" | "none" | null>(
    "ATLAS_DEMO_SIZE",
    null,
    oneOf("s", "m", "l", "none"),
    "Demonstration data loaded into an empty database: s, m, l or none; s by default on the embedded database, none with DATABASE_URL",
  ),
  mapReviewNumber: define<string>(
    "ATLAS_MAP_REVIEW_NUMBER",
    "",
    text,
    "Map approval number 审图号 of the operator, shown on the map",
  ),
  statementTimeoutMs: define<number>(
    "ATLAS_STATEMENT_TIMEOUT_MS",
    10_000,
    integer(100, 600_000),
    "Longest time of one SQL statement, milliseconds",
  ),
  costLimit: define<number>(
    "ATLAS_COST_LIMIT",
    60_000,
    integer(100, 10_000_000),
    "Most points one GraphQL operation may cost",
  ),
  webhooksOnLoopback: define<"yes" | "no">(
    "ATLAS_WEBHOOKS_ON_LOOPBACK",
    "no",
    oneOf("yes", "no"),
    "yes lets webhooks lead to this machine over plain HTTP, for tests; refused in production",
  ),
  trustedOnly: define<boolean>(
    "TRUSTED_ONLY",
    false,
    flag,
    "1 answers the operations of the web app and, of everything else, only what comes with the key of a partner; 0 answers every operation",
  ),
  tileCacheMegabytes: define<number>(
    "ATLAS_TILE_CACHE_MB",
    96,
    integer(0, 65_536),
    "Memory for encoded tiles, megabytes",
  ),
  logLevel: define<string>(
    "ATLAS_LOG_LEVEL",
    "warn",
    oneOf("silent", "error", "warn", "info", "debug"),
    "Least severe log line: silent, error, warn, info or debug",
  ),
  nodeEnvironment: define<"development" | "production" | "test">(
    "NODE_ENV",
    "development",
    oneOf("development", "production", "test"),
    "production switches introspection and GraphiQL off",
  ),
};

export type Config = { readonly [Key in keyof typeof settings]: (typeof settings)[Key]["fallback"] };

/** Where the keys are; null for an embedded database that is itself only in memory. */
export const keysDirectoryOf = ({ keysDirectory, dataDirectory, databaseUrl }: Config): string | null =>
  keysDirectory ??
  (databaseUrl === null && dataDirectory === "memory"
    ? null
    : join(dataDirectory === "memory" ? ".data" : dataDirectory, "keys"));

/** Where exported files are; those of a database in memory lie beside those of others. */
export const exportsDirectoryOf = ({ exportsDirectory, dataDirectory }: Config): string =>
  exportsDirectory ?? join(dataDirectory === "memory" ? ".data" : dataDirectory, "exports");

/**
 * Reads every setting once.
 * @throws StartError naming the variable, its value and what is allowed; also for an ATLAS_ variable nobody knows.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const known = new Set(Object.values(settings).map((setting) => setting.variable));
  const unknown = Object.keys(environment).filter((name) => name.startsWith("ATLAS_") && !known.has(name));
  if (unknown.length > 0) {
    throw new StartError(
      `不认识的设置 ${unknown.join("、")}；可用的 ATLAS_ 设置：${[...known].filter((name) => name.startsWith("ATLAS_")).join("、")}。`,
      `Unknown setting ${unknown.join(", ")}; the ATLAS_ settings are ${[...known].filter((name) => name.startsWith("ATLAS_")).join(", ")}.`,
    );
  }
  const entries = Object.entries(settings).map(([key, setting]) => [
    key,
    readSetting(setting as Setting<unknown>, environment),
  ]);
  const config = Object.fromEntries(entries) as Config;
  if (config.webhooksOnLoopback === "yes" && config.nodeEnvironment === "production")
    throw new StartError(
      "ATLAS_WEBHOOKS_ON_LOOPBACK=yes 只供测试，NODE_ENV=production 时不能使用；请去掉它。",
      "ATLAS_WEBHOOKS_ON_LOOPBACK=yes is for tests and not taken with NODE_ENV=production; leave it out.",
    );
  return config;
}

function readSetting(setting: Setting<unknown>, environment: Record<string, string | undefined>): unknown {
  const given = environment[setting.variable];
  if (given === undefined || given === "") return setting.fallback;
  const value = setting.read(given);
  if (value !== undefined) return value;
  const shown = setting.secret ? "…" : given;
  throw new StartError(
    `设置 ${setting.variable}=${shown} 无效：${setting.meaning}。`,
    `Setting ${setting.variable}=${shown} is not valid: ${setting.meaning}.`,
  );
}

/** The settings in force as lines, secrets masked. */
export function printConfig(config: Config): string {
  return Object.entries(settings)
    .map(([key, setting]) => {
      const value = config[key as keyof Config];
      return `${setting.variable}=${setting.secret && value !== null ? "***" : (value ?? "")}   # ${setting.meaning}`;
    })
    .join("\n");
}
