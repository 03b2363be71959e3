import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { InputError } from "../errors.ts";
import { isUuid } from "../uuid.ts";
import { cancelImport, probeAgain, startImport } from "./changes.ts";
import { digestOfHeaders, readProbe } from "./probeFile.ts";
import { ImportProbe, MatchedColumn } from "./probeType.ts";
import { findJob, findMapping, selectJobs, toColumns, toJob, withoutFlags } from "./queries.ts";
import { datasetsFor } from "./settings.ts";
import { ImportDataset, ImportJob, ImportJobResult, ImportMode, type ImportModeName } from "./type.ts";

const LONGEST_WORD = 200;
const MOST_COLUMNS = 100;

@ArgsType()
class FileArgs {
  @Field(() => ID, { description: say("导入", "The import") })
  id!: string;
  @Field(() => Int, { description: say("所见的版本", "Version that was seen") })
  rowVersion!: number;
  @Field(() => String, { nullable: true, description: say("工作表或图层", "Sheet or layer") })
  layer?: string | null;
}

@ArgsType()
class StartArgs extends FileArgs {
  @Field(() => String, {
    nullable: true,
    description: say(
      "坐标系：4326、4490、4513–4554、GCJ-02、BD-09；不给则按文件或识别",
      "Coordinate system: 4326, 4490, 4513–4554, GCJ-02, BD-09; without it as the file says or seems",
    ),
  })
  crs?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: say("对调每个坐标的两个数", "Exchange the two numbers of every place"),
  })
  swapAxes?: boolean | null;
  @Field(() => String, {
    description: say("数据种类，见 importDatasets", "Kind of rows, see importDatasets"),
  })
  dataset!: string;
  @Field(() => [MatchedColumn], {
    nullable: true,
    description: say(
      "列与表头的对应；不给则按表头识别",
      "Columns and their headers; without it by the headers",
    ),
  })
  mapping?: MatchedColumn[] | null;
  @Field(() => ImportMode, {
    defaultValue: "ATOMIC",
    description: say("有问题的行怎么办", "What bad rows do"),
  })
  mode!: ImportModeName;
  @Field(() => Boolean, {
    defaultValue: true,
    description: say("试运行：全部执行后撤回", "Dry run: all of it, taken back"),
  })
  dryRun!: boolean;
}

@Resolver(() => ImportJob)
export class ImportJobResolver {
  @Query(() => ImportJob, {
    nullable: true,
    description: say("本人的一次导入", "One of one's own imports"),
  })
  async importJob(
    @Arg("id", () => ID, { description: say("标识", "Identity") }) id: string,
    @Ctx() context: Context,
  ) {
    const job = await context.casework(({ sql }) => findJob(sql, id));
    return job && toJob(job, context.language);
  }

  @Query(() => [ImportJob], {
    description: say(
      "本人的导入，新的在前，至多 100 次；不带报告与识别结果",
      "One's own imports, newest first, at most 100, without their reports and probes",
    ),
  })
  async importJobs(@Ctx() context: Context) {
    const jobs = await context.casework(({ sql }) => selectJobs(sql));
    return jobs.map((job) => toJob(job, context.language, false));
  }

  @Query(() => [ImportDataset], {
    description: say("本人可导入的数据，至多 20 种", "Kinds of rows one may import, at most 20"),
  })
  importDatasets(@Ctx() { viewer, language }: Context): ImportDataset[] {
    const all = viewer ? datasetsFor(viewer) : [];
    return all.map(({ name, zh, en, columns }) => ({
      name,
      label: language === "zh" ? zh : en,
      columns: columns.map(({ key, headers, required }) => ({
        key,
        label: language === "zh" ? (headers[0] ?? key) : key.replaceAll("_", " "),
        isRequired: required ?? false,
      })),
    }));
  }

  @FieldResolver(() => ImportProbe, {
    nullable: true,
    description: say("文件里有什么；移走后为空", "What is in the file; null once it is removed"),
  })
  async probe(@Root() { id, isWhole }: ImportJob, @Ctx() context: Context): Promise<ImportProbe | null> {
    const found = isWhole ? await readProbe(deskOf(context).folder, id) : null;
    if (!found || !context.viewer) return null;
    const { viewer, language } = context;
    const mine = datasetsFor(viewer).map(({ name }) => name);
    const saved = await context.casework(({ sql }) => findMapping(sql, digestOfHeaders(found.headers), mine));
    return Object.assign(new ImportProbe(), {
      ...found,
      declaredCrs: found.declaredCrs === null ? null : String(found.declaredCrs),
      detected: {
        ...found.detected,
        message: withoutFlags(language === "zh" ? found.detected.zh : found.detected.en),
      },
      datasets: found.datasets
        .filter(({ name }) => mine.includes(name))
        .map((each) => ({ ...each, mapping: toColumns(each.mapping) })),
      places: found.places.length,
      saved: saved && { ...saved, mapping: toColumns(saved.mapping) },
    });
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: say(
      "等待或运行中的导入的钥匙：GET /imports/running/{handle} 看进度，DELETE 取消，都不经数据库",
      "Key to an import that waits or runs: GET /imports/running/{handle} tells how far it is, DELETE ends it, neither asks the database",
    ),
  })
  handle(@Root() { id, state }: ImportJob, @Ctx() context: Context): string | null {
    return state === "QUEUED" || state === "RUNNING" ? deskOf(context).handleOf(id) : null;
  }

  @Mutation(() => ImportJobResult, {
    description: say(
      "试运行或运行一次导入，排队进行；另选工作表后须先重新识别",
      "Have an import run, or tried, in its turn; after choosing another sheet look into it first",
    ),
  })
  async startImport(@Args(() => StartArgs) args: StartArgs, @Ctx() context: Context) {
    const { mapping, ...given } = args;
    const { folder } = deskOf(context);
    const found = isUuid(given.id) ? await readProbe(folder, given.id) : null;
    const started = await startImport(
      context,
      {
        ...settingsOf(given),
        ...(mapping ? { mapping: readMapping(mapping) } : {}),
        id: given.id,
        rowVersion: given.rowVersion,
        dataset: given.dataset,
        mode: given.mode,
        dryRun: given.dryRun,
      },
      found && digestOfHeaders(found.headers),
    );
    deskOf(context).kick();
    return started;
  }

  @Mutation(() => ImportJobResult, {
    description: say("识别文件的另一工作表或图层", "Look into another sheet or layer of the file"),
  })
  async probeImport(@Args(() => FileArgs) args: FileArgs, @Ctx() context: Context) {
    const asked = await probeAgain(context, {
      ...settingsOf(args),
      id: args.id,
      rowVersion: args.rowVersion,
    });
    deskOf(context).kick();
    return asked;
  }

  @Mutation(() => ImportJobResult, {
    description: say(
      "取消导入；正在运行的两秒内停下，什么也不写入；已结束的不变",
      "Cancel an import; what runs stops within two seconds and writes nothing; what has ended stays as it is",
    ),
  })
  async cancelImport(
    @Arg("id", () => ID, { description: say("导入", "The import") }) id: string,
    @Ctx() context: Context,
  ) {
    const cancelled = await cancelImport(context, id);
    if (cancelled instanceof ImportJob) deskOf(context).cancel(cancelled.id);
    return cancelled;
  }
}

function deskOf({ imports }: Context) {
  if (imports) return imports;
  throw new Error("imports run in the server; a command imports by itself");
}

/** @throws InputError for words no file and no system has. */
function settingsOf({ layer, crs, swapAxes }: Pick<StartArgs, "layer" | "crs" | "swapAxes">) {
  const tooLong = [layer, crs].find((word) => (word?.length ?? 0) > LONGEST_WORD);
  if (tooLong) throw invalid(tooLong);
  return {
    ...(layer ? { layer } : {}),
    ...(crs ? { crs } : {}),
    ...(swapAxes === null || swapAxes === undefined ? {} : { swapAxes }),
  };
}

function readMapping(mapping: readonly MatchedColumn[]): Record<string, string> {
  const tooLong = mapping.find(({ header }) => header.length > LONGEST_WORD);
  if (tooLong) throw invalid(tooLong.header);
  if (mapping.length > MOST_COLUMNS) throw invalid(`${mapping.length} columns`);
  return Object.fromEntries(mapping.map(({ key, header }) => [key, header]));
}

const invalid = (value: string) =>
  new InputError(
    "BAD_USER_INPUT",
    `“${value.slice(0, 40)}”过长或过多：每个词至多 ${LONGEST_WORD} 字，至多 ${MOST_COLUMNS} 列。`,
    `“${value.slice(0, 40)}” is too long or too many: at most ${LONGEST_WORD} characters a word, ${MOST_COLUMNS} columns.`,
  );
