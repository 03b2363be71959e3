import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const SOURCES = ["server", "web", "geo", "migrations", "test"];
const CODE = /\.(ts|tsx|mjs)$/;

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name);
    return statSync(join(root, path)).isDirectory() ? filesBelow(path) : [path];
  });
}

interface SourceFile {
  path: string;
  text: string;
  /** Paths of our own files it imports, from the root. */
  imports: string[];
}

const files: SourceFile[] = SOURCES.flatMap(filesBelow)
  .filter((path) => CODE.test(path) && !path.endsWith(".d.ts"))
  .map((path) => {
    const text = readFileSync(join(root, path), "utf8");
    const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map(
      (match) => match[1] ?? "",
    );
    return { path, text, imports: specifiers.map((specifier) => normalize(join(dirname(path), specifier))) };
  });

const partOf = (path: string) => path.split("/")[0] ?? "";
/** Feature folder of a server file, or null for the files that belong to all. */
const featureOf = (path: string) => (/^server\/([^/]+)\//.exec(path) ?? [])[1] ?? null;
const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);

/** Where SQL may stand. Everything else asks one of these. */
const MAY_HOLD_SQL = [
  /^server\/[^/]+\/(queries|changes\w*|tiles|readModel|farShapes|cells|publish|insert|load\w*)\.ts$/,
  /^server\/demo\/\w+\.ts$/,
  // Publishing reads and writes most tables of its own; explaining reads two of them, a file for each.
  /^server\/indicators\/(countyInputs|indicatorValues|quality\w*|rules|spatialFindings|villageScores|backtest)\.ts$/,
  // Totals of areas are released apart from the tables of their counties.
  /^server\/releases\/areas\.ts$/,
  /^server\/explain\/(villageScore|regionIndex)\.ts$/,
  // People are managed apart from finding out who asks.
  /^server\/access\/people\.ts$/,
  // What casework changes stands apart from what it reads, and so does what its jobs do.
  /^server\/(screening|ledger|campaigns)\/(changes|answers|escalate|openAlarms)\.ts$/,
  /^server\/imports\/\w+\.ts$/,
  /^server\/regions\/load\.ts$/,
  /^server\/(migrate|caseworkSql|asOwner|copy|count|db|prepare|readModels|tileChanges|app|connection)\.ts$/,
];
/** Tables of contents: the only files that import all features. */
const TABLES_OF_CONTENTS = [
  "server/schema.ts",
  "server/tiles.ts",
  "server/readModels.ts",
  "server/commands.ts",
  "server/prepare.ts",
  "server/app.ts",
  "server/main.ts",
  "server/node/queries.ts",
];

const offences = (check: (file: SourceFile) => (string | false)[]) =>
  files.flatMap((file) =>
    check(file)
      .filter((offence): offence is string => offence !== false)
      .map((offence) => `${file.path}: ${offence}`),
  );

describe("the house", () => {
  it("lets imports point one way: web → geo ← server, test → everything, migrations → nothing of ours but themselves", () => {
    const allowed: Record<string, string[]> = {
      web: ["web", "geo"],
      server: ["server", "geo", "migrations"],
      geo: ["geo"],
      migrations: ["migrations"],
      test: SOURCES,
    };
    expect(
      offences(({ path, imports }) =>
        imports.map(
          (target) =>
            !target.startsWith("..") &&
            SOURCES.includes(partOf(target)) &&
            !allowed[partOf(path)]?.includes(partOf(target)) &&
            `imports ${target}`,
        ),
      ),
    ).toEqual([]);
  });

  it("lets only migrate.ts import migrations", () => {
    expect(
      offences(({ path, imports }) =>
        imports.map(
          (target) =>
            partOf(path) === "server" &&
            partOf(target) === "migrations" &&
            path !== "server/migrate.ts" &&
            `imports ${target}`,
        ),
      ),
    ).toEqual([]);
  });

  it("keeps geo/ pure: no file system, no clock, no chance, no database", () => {
    const impure =
      /\b(Date\.now|new Date\(\)|Math\.random|performance\.now|process\.)|from "(node:|knex|pg")/;
    expect(
      offences(({ path, text }) => [
        partOf(path) === "geo" && impure.test(text) && `holds ${impure.exec(text)?.[0]}`,
      ]),
    ).toEqual([]);
  });

  it("lets a type import only what belongs to all features, other types of values, and nothing that asks the database", () => {
    expect(
      offences(({ path, imports }) =>
        imports.map((target) => {
          if (
            nameOf(path) !== "type.ts" ||
            !featureOf(path) ||
            !featureOf(target) ||
            featureOf(path) === featureOf(target)
          )
            return false;
          return nameOf(target) !== "type.ts" && `imports ${target}`;
        }),
      ),
    ).toEqual([]);
  });

  it("never lets a feature import another's resolver or tiles", () => {
    expect(
      offences(({ path, imports }) =>
        imports.map((target) => {
          const [from, to] = [featureOf(path), featureOf(target)];
          const foreign =
            partOf(path) === "server" && to !== null && from !== to && !TABLES_OF_CONTENTS.includes(path);
          return foreign && ["resolver.ts", "tiles.ts"].includes(nameOf(target)) && `imports ${target}`;
        }),
      ),
    ).toEqual([]);
  });

  it("holds SQL only beside its caller", () => {
    const sql =
      /\b(select [^.;]* from|insert into|delete from|update) (atlas|access|casework|audit|imports)\./;
    expect(
      offences(({ path, text }) => [
        partOf(path) === "server" &&
          sql.test(text) &&
          !MAY_HOLD_SQL.some((place) => place.test(path)) &&
          "holds SQL",
      ]),
    ).toEqual([]);
  });

  it("reads the environment in one place", () => {
    const readers = ["server/start.mjs", "server/main.ts", "server/commands.ts"];
    expect(
      offences(({ path, text }) => [
        ["server", "web", "geo"].includes(partOf(path)) &&
          !readers.includes(path) &&
          /process\.env/.test(text) &&
          "reads process.env",
      ]),
    ).toEqual([]);
  });

  it("has no folder that says nothing, and no barrel", () => {
    const empty = /(^|\/)(utils?|helpers?|common|misc|lib|shared|loaders)\//;
    expect(
      offences(({ path }) => [
        empty.test(path) && "folder says nothing",
        /(^|\/)index\.tsx?$/.test(path) && "is a barrel",
      ]),
    ).toEqual([]);
  });

  it("has no file over 300 lines but migrations, tests and lists of words", () => {
    expect(
      offences(({ text, path }) => [
        text.split("\n").length > 300 &&
          !/^(migrations|test|web\/i18n)\//.test(path) &&
          `${text.split("\n").length} lines`,
      ]),
    ).toEqual([]);
  });

  it("does not escape from the type checker", () => {
    expect(
      offences(({ path, text }) => [
        path !== "test/house.test.ts" &&
          /\bas any\b|: any\b|@ts-ignore|@ts-expect-error|as unknown as/.test(text) &&
          "escapes",
      ]),
    ).toEqual([]);
  });

  it("skips no test", () => {
    const skipping = /\b(it|test|describe)\.(skip|only|todo|fails)\b/;
    expect(
      offences(({ path, text }) => [
        path !== "test/house.test.ts" && skipping.test(text) && `holds ${skipping.exec(text)?.[0]}`,
      ]),
    ).toEqual([]);
  });

  it("pins every dependency exactly and lets no install script run", () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(join(root, "package.json"), "utf8"),
    ) as Record<string, Record<string, string>>;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d/.test(version),
    );
    expect(loose).toEqual([]);
    expect(readFileSync(join(root, ".npmrc"), "utf8")).toContain("ignore-scripts=true");
    expect(readFileSync(join(root, "package-lock.json"), "utf8")).not.toMatch(/"resolved": "http/);
  });

  it("has only the folders of the plan at the top", () => {
    const folders = readdirSync(root).filter(
      (name) => statSync(join(root, name)).isDirectory() && !name.startsWith("."),
    );
    const known = [...SOURCES, "node_modules", "dist", "docs", "reports"];
    expect(folders.filter((name) => !known.includes(relative(root, join(root, name))))).toEqual([]);
  });
});
