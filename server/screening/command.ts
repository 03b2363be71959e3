import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import { parseArgs } from "node:util";
import { endCommand, findViewer, openCommand } from "../access/queries.ts";
import { isAllowed } from "../access/rules.ts";
import { caseworkOf } from "../casework.ts";
import type { Database } from "../db.ts";
import { StartError } from "../errors.ts";
import { decode } from "../imports/files/encoding.ts";
import type { Keys } from "../keys.ts";
import { ConsentRequired, Refused } from "../refusals.ts";
import { loadBatch } from "./changes.ts";
import { ListRejected } from "./type.ts";

export const USAGE =
  "npm run screen -- --department KEY --county CODE --file FILE --day YYYY-MM-DD --as LOGIN [--dry-run] [--lang zh|en]   比对部门名单（CSV，UTF-8 或 GB18030，至多 32 MB） compares the list of a department";
const LARGEST_BYTES = 32 * 1_048_576;

type Outcome = Awaited<ReturnType<typeof loadBatch>>;

/** Takes everything back, and says what it would have been. */
class DryRun extends Error {
  readonly outcome: Outcome;
  constructor(outcome: Outcome) {
    super("dry run");
    this.outcome = outcome;
  }
}

interface Given {
  readonly department: string;
  readonly county: string;
  readonly file: string;
  readonly day: string;
  readonly login: string;
  readonly isDry: boolean;
  readonly language: "zh" | "en";
}

/**
 * `npm run screen -- …`: the mutation loadScreeningBatch without the limit of a request. It runs as the person named,
 * under the same permission, row-level security and consents, and the audit says that it was a command.
 */
export async function screen(
  database: Pick<Database, "access" | "casework">,
  args: string[],
  keys: Keys,
  print: (text: string) => void = console.log,
): Promise<void> {
  const given = readArguments(args);
  const csv = await readCsv(given.file);
  const token = await openCommand(database.access, given.login);
  try {
    const viewer = token === null ? null : await findViewer(database.access, token);
    if (token === null || viewer === null || !isAllowed(viewer.role, "screening.load"))
      throw new StartError(
        `${given.login} 不是可导入名单的在岗人员；请用 --as 写明县级人员的登录名。`,
        `${given.login} is nobody at work who may load lists; name a person of the county with --as.`,
      );
    print(await compared(database, token, { given, csv, keys }));
  } finally {
    if (token !== null) await endCommand(database.access, token);
  }
}

async function compared(
  { casework }: Pick<Database, "casework">,
  token: string,
  { given, csv, keys }: { given: Given; csv: string; keys: Keys },
): Promise<string> {
  const { department, county, day, isDry, language } = given;
  const [id, list] = [randomUUID(), { department, county, dataDay: day, csv, household: null }];
  const outcome = await caseworkOf(casework, token, { count: 0 })(async (transaction) => {
    // A list is compared in few statements, each far longer than one of a request may take.
    await transaction.sql("set local statement_timeout = '10min'");
    const loaded = await loadBatch(transaction, { keys, language }, { id, ...list }, LARGEST_BYTES);
    if (isDry) throw new DryRun(loaded);
    return loaded;
  }).catch((error) => {
    if (error instanceof DryRun) return error.outcome;
    throw error;
  });
  const say = (zh: string, en: string) => (language === "zh" ? zh : en);
  if (outcome instanceof ListRejected || outcome instanceof Refused || outcome instanceof ConsentRequired) {
    process.exitCode = 1;
    const problems = outcome instanceof ListRejected ? outcome.problems : [];
    return [
      outcome.message,
      ...problems.map(({ row, column, message }) => `${row}\t${column}\t${message}`),
    ].join("\n");
  }
  const { rowsTotal, rowsMatched, rowsWithoutConsent, alertsNew } = outcome;
  const counts = say(
    `${rowsTotal} 行，比对上 ${rowsMatched} 行，未获授权不比对 ${rowsWithoutConsent} 行，新增预警 ${alertsNew} 条。`,
    `${rowsTotal} rows, ${rowsMatched} matched, ${rowsWithoutConsent} not compared for want of consent, ${alertsNew} new alerts.`,
  );
  const known = say("同一名单此前已导入，没有新增：", "The same list was loaded before, nothing is new: ");
  const dry = say("试运行，没有写入：", "Dry run, nothing was written: ");
  return `${outcome.id === id ? "" : known}${isDry ? dry : ""}${counts}`;
}

async function readCsv(file: string): Promise<string> {
  const { size } = await stat(file).catch(() => {
    throw new StartError(`读不到文件 ${file}。`, `The file ${file} cannot be read.`);
  });
  if (size > LARGEST_BYTES)
    throw new StartError(
      `名单 ${size} 字节，超过 ${LARGEST_BYTES}；请分次导入。`,
      `The list has ${size} bytes, more than ${LARGEST_BYTES}; load it in parts.`,
    );
  let text = "";
  for await (const piece of (await decode(file)).pieces()) text += piece;
  return text;
}

function readArguments(args: string[]): Given {
  const refuse = (reason: string): never => {
    throw new StartError(
      `参数有误：${reason}。用法：${USAGE}`,
      `The arguments are not clear: ${reason}. Usage: ${USAGE}`,
    );
  };
  const text = { type: "string" } as const;
  const options = { department: text, county: text, file: text, day: text, as: text, lang: text };
  const read = () => {
    try {
      return parseArgs({ args, options: { ...options, "dry-run": { type: "boolean", default: false } } });
    } catch (error) {
      return refuse(error instanceof Error ? error.message : String(error));
    }
  };
  const { values } = read();
  const { department, county, file, day, as: login, lang = "zh" } = values;
  const missing = (["department", "county", "file", "day", "as"] as const).find((name) => !values[name]);
  if (missing) return refuse(`--${missing} —`);
  if (lang !== "zh" && lang !== "en") return refuse(`--lang ${lang}`);
  return {
    department: department ?? "",
    county: county ?? "",
    file: file ?? "",
    day: day ?? "",
    login: login ?? "",
    isDry: values["dry-run"],
    language: lang,
  };
}
