import "reflect-metadata";
import { USAGE as AUDIT_USAGE, auditVerify } from "./audit/command.ts";
import { seedProcedure } from "./cases/load.ts";
import { type Config, keysDirectoryOf, readConfig } from "./config.ts";
import { type Database, openDatabase } from "./db.ts";
import { demoChecksum } from "./demo/checksum.ts";
import { loadDemo } from "./demo/load.ts";
import { removeDemo } from "./demo/remove.ts";
import { StartError, sentencesOf } from "./errors.ts";
import { USAGE as IMPORT_USAGE, importFile } from "./imports/command.ts";
import { USAGE as BACKTEST_USAGE, runBacktest } from "./indicators/backtest.ts";
import { USAGE as RECOMPUTE_USAGE, recompute } from "./indicators/command.ts";
import { runJobs } from "./jobs.ts";
import { openKeys } from "./keys.ts";
import { migrate } from "./migrate.ts";
import { USAGE as PACK_USAGE, writePack } from "./pack/command.ts";
import { refreshReadModels } from "./readModels.ts";
import { loadRegions } from "./regions/load.ts";
import { USAGE as RELEASE_USAGE, release } from "./releases/command.ts";
import { USAGE as REPORT_USAGE, writeReports } from "./reports/command.ts";
import { USAGE as SCREEN_USAGE, screen } from "./screening/command.ts";
import { seedScreening } from "./screening/load.ts";
import { tileLayers } from "./tiles.ts";

interface Command {
  readonly name: string;
  readonly usage: string;
  readonly run: (database: Database, args: string[], config: Config) => Promise<void>;
}

const say = (sentence: string) => console.log(sentence);

/** Every command: `npm run NAME -- …`. */
const commands: readonly Command[] = [
  {
    name: "migrate",
    usage: "npm run migrate",
    run: async ({ primary }) => {
      const ran = await migrate(primary, say);
      await loadRegions(primary, say);
      await seedProcedure(primary);
      await seedScreening(primary);
      say(
        ran.length === 0 ? "数据库已是最新 The database is up to date" : `已迁移 Migrated: ${ran.join(", ")}`,
      );
    },
  },
  {
    name: "demo",
    usage: "npm run demo -- --size s|m|l   (--remove 清除模拟数据 removes it)",
    run: async ({ primary }, args) => {
      await migrate(primary, say);
      await loadRegions(primary, say);
      if (args.includes("--remove")) await removeDemo(primary);
      else {
        const { villages, checksum } = await loadDemo(primary, { size: readSize(args) }, say);
        // Of what this call has just written it is known; of what was there already it is read again.
        say(`校验和 checksum ${villages > 0 ? checksum : await demoChecksum(primary)}`);
      }
      await refreshReadModels(primary, say);
    },
  },
  {
    name: "refresh",
    usage: "npm run refresh   重新计算风险分与索引 recomputes scores and indexes",
    run: async ({ primary }) => {
      await migrate(primary, say);
      await refreshReadModels(primary, say);
    },
  },
  {
    name: "recompute",
    usage: RECOMPUTE_USAGE,
    run: async (database, args) => {
      await migrate(database.primary, say);
      await recompute(database, args);
    },
  },
  {
    name: "release",
    usage: RELEASE_USAGE,
    run: async (database, args) => {
      await migrate(database.primary, say);
      await release(database, args);
    },
  },
  {
    name: "backtest",
    usage: BACKTEST_USAGE,
    run: async (database, args) => {
      await migrate(database.primary, say);
      await runBacktest(database, args);
    },
  },
  {
    name: "audit:verify",
    usage: AUDIT_USAGE,
    run: async (database, _args, config) => {
      await migrate(database.primary, say);
      await auditVerify(database, openKeys(keysDirectoryOf(config)));
    },
  },
  {
    name: "report",
    usage: REPORT_USAGE,
    run: async (database, args, config) => {
      await migrate(database.primary, say);
      await writeReports(database, args, config.mapReviewNumber);
    },
  },
  {
    name: "pack",
    usage: PACK_USAGE,
    run: async (database, args, config) => {
      await migrate(database.primary, say);
      await writePack(database, args, tileLayers, config.mapReviewNumber);
    },
  },
  {
    name: "jobs",
    usage:
      "npm run jobs   督办超期台账、登记数据疑问、封存审计，执行一次 escalates what is overdue, registers alarms and seals the audit, once",
    run: async ({ primary }, _args, config) => {
      await migrate(primary, say);
      const outcomes = await runJobs(primary, openKeys(keysDirectoryOf(config)), (problem) => {
        console.error(problem);
        process.exitCode = 1;
      });
      for (const { name, done } of outcomes) say(`${name}: ${done}`);
    },
  },
  {
    name: "screen",
    usage: SCREEN_USAGE,
    run: async (database, args, config) => {
      await migrate(database.primary, say);
      await screen(database, args, openKeys(keysDirectoryOf(config)));
    },
  },
  {
    name: "import",
    usage: IMPORT_USAGE,
    run: async (database, args) => {
      await migrate(database.primary, say);
      await loadRegions(database.primary, say);
      await importFile(database, args);
    },
  },
];

function readSize(args: string[]): "s" | "m" | "l" {
  const given = args[args.indexOf("--size") + 1];
  if (args.includes("--size") && (given === "s" || given === "m" || given === "l")) return given;
  throw new StartError(
    `请给出规模：--size s、m 或 l（收到 ${given ?? "无"}）。`,
    `Give a size: --size s, m or l (got ${given ?? "none"}).`,
  );
}

async function main([name, ...args]: string[]): Promise<void> {
  const command = commands.find((candidate) => candidate.name === name);
  if (!command)
    throw new StartError(
      `没有命令 ${name ?? ""}；有：\n${usages()}`,
      `There is no command ${name ?? ""}; there are:\n${usages()}`,
    );
  const config = readConfig(process.env);
  const database = await openDatabase(config, say);
  try {
    await command.run(database, args, config);
  } finally {
    await database.close();
  }
}

const usages = () => commands.map((command) => `  ${command.usage}`).join("\n");

main(process.argv.slice(2)).then(
  () => process.exit(process.exitCode ?? 0),
  (error) => {
    const sentences = sentencesOf(error);
    console.error(sentences ? `${sentences.zh}\n${sentences.en}` : error);
    process.exit(1);
  },
);
