import { type ChildProcess } from "node:child_process";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import iconv from "iconv-lite";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { CANARIES } from "../server/demo/canaries.ts";
import { graphql } from "./atlas.ts";
import { ImportClient, type Job } from "./importClient.ts";
import { copyOfKeys, ownDatabase, places } from "./ownAtlas.ts";
import { startAtlas, stopChild } from "./setup.ts";

const EXAMPLE = readFileSync(fileURLToPath(new URL("examples/villages.csv", import.meta.url)), "utf8");
const HEADER = "区划代码,名称,乡镇名称,户数,经度,纬度";
const csv = (...rows: string[]) => Buffer.from([HEADER, ...rows, ""].join("\n"));
const countsOf = (job: Job) =>
  Object.fromEntries((job.report?.counts ?? []).map(({ key, count }) => [key, count]));

/** Rows of a county in townships that are not known yet. */
const many = (county: string, count: number) =>
  csv(
    ...Array.from({ length: count }, (_, index) => {
      const township = `${county}${400 + Math.floor(index / 800)}`;
      const lon = (114.4 + (index % 100) * 0.002).toFixed(4);
      return `${township}${String((index % 800) + 1).padStart(3, "0")},大文件${index}村,第${township.slice(6)}乡,${index % 500},${lon},26.3300`;
    }),
  );

/** Nobody can hold the embedded database up from outside: there a file is large enough to be met on its way. */
const largeOn = (place: string) => (place === "postgres" ? 900 : 6_000);

/** Waits until an import has read rows, asked by its handle. */
async function untilRows(running: string): Promise<void> {
  for (;;) {
    const { progress } = (await (await fetch(running)).json()) as { progress: { rows: number } | null };
    if ((progress?.rows ?? 0) > 0) return;
  }
}

describe.each(places)("imports as jobs on %s", (place) => {
  const LARGE = largeOn(place);
  let database: pg.Client;
  let folder: string;
  const children: ChildProcess[] = [];
  let environment: Record<string, string>;
  let databaseUrl: string;
  let clean: () => Promise<void>;
  let url = "";
  // Its server may be killed under it, which breaks the connection whenever it pleases.
  const open = () => new pg.Client({ connectionString: databaseUrl }).on("error", () => {});
  const sql = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> =>
    (await database.query<Row>(text, values)).rows;

  /** Somebody who is not of the demonstration: the first real village ends its sign-ins. */
  async function person(login: string, role: string, regions: string[]): Promise<ImportClient> {
    const token = randomBytes(32).toString("base64url");
    await sql(
      `with made as (insert into access.people (login, name, role, password_hash) values ($1, $1, $2, '$argon2id$x') returning id),
            posted as (insert into access.person_regions select id, unnest($3::text[]) from made)
       insert into access.tokens (sha256, person_id, kind, expires_at) select $4, id, 'SESSION', now() + interval '1 hour' from made`,
      [login, role, regions, createHash("sha256").update(token).digest()],
    );
    return new ImportClient(url, { cookie: `__Host-atlas=${token}` });
  }
  /** Keeps an import from writing, so that it is met while it runs. */
  const hold = async () => {
    if (place !== "postgres") return;
    await sql("begin");
    await sql("lock table atlas.villages in share mode");
  };
  const letGo = async () => void (place === "postgres" && (await sql("commit")));
  let county: ImportClient;
  let colleague: ImportClient;
  let neighbour: ImportClient;
  let system: ImportClient;

  beforeAll(async () => {
    const scratch = mkdtempSync(join(tmpdir(), "atlas-import-jobs-"));
    const data = join(scratch, "data");
    if (place === "postgres") {
      const own = await ownDatabase("template");
      const keys = copyOfKeys();
      databaseUrl = own.url;
      environment = {
        DATABASE_URL: own.url,
        ATLAS_KEYS_DIRECTORY: keys.directory,
        ATLAS_DATA_DIRECTORY: data,
      };
      clean = async () => {
        await own.drop();
        keys.remove();
      };
    } else {
      cpSync(inject("embeddedDirectory"), data, { recursive: true });
      databaseUrl = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(data)}`;
      environment = { ATLAS_DATA_DIRECTORY: data };
      clean = async () => {};
    }
    folder = join(data, "imports");
    ({ url } = await startAtlas(place, environment, children));
    database = open();
    await database.connect();
    county = await person("importer.county", "COUNTY", ["360827"]);
    colleague = await person("importer.colleague", "COUNTY", ["360827"]);
    neighbour = await person("importer.neighbour", "COUNTY", ["360828"]);
    system = await person("importer.system", "SYSTEM_ADMIN", []);
    const everything = clean;
    clean = async () => {
      await everything();
      rmSync(scratch, { recursive: true, force: true });
    };
  }, 120_000);

  afterAll(async () => {
    await database?.end();
    await Promise.all(children.map(stopChild));
    await clean?.();
  });

  it("takes up a broken upload where it broke, and looks into the file once it is whole", async () => {
    const bytes = iconv.encode(EXAMPLE, "gb18030");
    const id = randomUUID();
    expect((await county.announce(id, "村 名单.csv", bytes.length)).headers.get("location")).toBe(
      `/imports/files/${id}`,
    );
    await county.brokenPiece(id, bytes.subarray(0, 100), bytes.length);
    expect(await county.offset(id)).toBe(100);
    // Announced once more it is the same upload, and a piece from anywhere else is not taken.
    expect((await county.announce(id, "村 名单.csv", bytes.length)).status).toBe(201);
    expect((await county.announce(id, "村 名单.csv", bytes.length + 1)).status).toBe(409);
    expect((await county.piece(id, 0, bytes)).status).toBe(409);
    expect(await county.offset(id)).toBe(100);
    const rest = await county.piece(id, 100, bytes.subarray(100));
    expect([rest.status, rest.headers.get("upload-offset")]).toEqual([204, String(bytes.length)]);
    const job = await county.settled(id);
    expect(job.state).toBe("PROBED");
    expect(job.probe).toMatchObject({ format: "CSV", encoding: "GB18030", places: 4, saved: null });
    expect(job.probe?.headers.slice(0, 3)).toEqual(["区划代码", "名称", "乡镇名称"]);
    expect(job.probe?.sample[0]?.[1]).toBe("示例上坪村");
    expect(job.probe?.datasets[0]).toMatchObject({ name: "villages", missing: [] });
    expect(readFileSync(join(folder, id)).equals(bytes)).toBe(true);
    const names = readdirSync(folder);
    expect(names.every((name) => name.startsWith(id))).toBe(true);
    expect(names.map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual(names.map(() => 0o600));
    const geojson = (await (await county.get(id, "places.geojson")).json()) as {
      features: { geometry: { coordinates: number[] } }[];
    };
    expect(geojson.features[0]?.geometry.coordinates).toEqual([114.521, 26.332]);
    expect((await county.remove(id)).status).toBe(204);
    expect(readdirSync(folder)).toEqual([]);
    expect((await county.job(id))?.state).toBe("CANCELLED");
  });

  it("refuses what is no upload, each with a sentence", async () => {
    const id = randomUUID();
    const answers = [
      await county.announce(id, "a.csv", 2_000_000_000),
      await county.announce(id, "a.csv", 0),
      await county.announce("../../etc/passwd", "a.csv", 10),
      await county.announce(id, "a.csv", 10, { "tus-resumable": "0.2.2" }),
      await county.piece(id, 0, Buffer.from("x")),
    ];
    expect(answers.map(({ status }) => status)).toEqual([413, 400, 400, 412, 404]);
    for (const answer of answers)
      expect(((await answer.json()) as { errors: { message: string }[] }).errors[0]?.message).toMatch(
        /[。]$/,
      );
    // More than announced: the piece is not kept.
    expect((await county.announce(id, "a.csv", 10)).status).toBe(201);
    expect((await county.piece(id, 0, Buffer.from("01234"))).status).toBe(204);
    expect((await county.piece(id, 5, Buffer.from("0123456789"))).status).toBe(413);
    expect(await county.offset(id)).toBe(5);
    // Two files of 1 GiB fill the quota of a person, whatever has come of them.
    const large = [randomUUID(), randomUUID()];
    expect((await county.announce(large[0] ?? "", "b.csv", 1_073_741_824)).status).toBe(201);
    expect((await county.announce(large[1] ?? "", "c.csv", 1_073_741_824)).status).toBe(413);
    for (const each of [id, large[0] ?? ""]) expect((await county.remove(each)).status).toBe(204);
    // What cannot be read is refused with a reason, and its name decides nothing.
    const noise = await county.upload("名单.xlsx", Buffer.from("PK\u0003\u0004 no archive at all"));
    expect([noise.state, noise.probe, noise.refusal?.message.slice(-1)]).toEqual(["REFUSED", null, "。"]);
    await county.remove(noise.id);
  });

  it("tries first, in the bytes of the report of the import, and then writes what it said", async () => {
    const bytes = Buffer.from(EXAMPLE);
    const job = await county.upload("villages.csv", bytes);
    const before = await sql("select count(*)::int as n, max(row_version) as v from atlas.villages");
    const tried = await county.run(job, { dryRun: true });
    expect([tried.state, countsOf(tried)]).toEqual([
      "CHECKED",
      { inserted: 4, changed: 0, unchanged: 0, townships: 0 },
    ]);
    const report = await (await county.get(job.id, "report.json")).text();
    expect(await sql("select count(*)::int as n, max(row_version) as v from atlas.villages")).toEqual(before);
    const done = await county.run(tried, { dryRun: false });
    expect([done.state, done.hasFile, done.hasErrorFile]).toEqual(["DONE", false, false]);
    expect(await (await county.get(job.id, "report.json")).text()).toBe(report);
    expect(await sql("select households from atlas.villages where code = '360827100291'")).toEqual([
      { households: 412 },
    ]);
    expect(readdirSync(folder).filter((name) => name.startsWith(job.id))).toEqual([]);
    // Nothing more can be asked of it, and the same file once more is nothing new.
    expect(await county.start(done, { dryRun: false })).toMatchObject({
      __typename: "Refused",
      code: "INVALID",
    });
    const again = await county.run(await county.upload("另名.csv", bytes), { dryRun: false });
    expect([again.state, countsOf(again)]).toEqual([
      "DONE",
      { inserted: 0, changed: 0, unchanged: 4, townships: 0 },
    ]);
    const events = await sql<{ detail: object; role: string }>(
      "select detail, role from audit.events where action = 'import.run' and entity_id = any ($1) order by id",
      [[job.id, again.id]],
    );
    expect(events).toMatchObject([
      {
        role: "COUNTY",
        detail: { dataset: "villages", dryRun: true, outcome: "CHECKED", rows: 4, inserted: 4 },
      },
      { role: "COUNTY", detail: { dryRun: false, outcome: "DONE", inserted: 4 } },
      { detail: { outcome: "DONE", inserted: 0, unchanged: 4 } },
    ]);
    expect(events).toHaveLength(3);
  });

  it("shows an import to nobody but who made it", async () => {
    const job = await county.upload("eigen.csv", csv("360827100295,甲村,泉江镇,10,114.52,26.33"));
    await county.run(job, { dryRun: true });
    for (const other of [colleague, neighbour, system]) {
      expect(await other.job(job.id)).toBeNull();
      expect(await other.start({ id: job.id, rowVersion: 3 })).toMatchObject({ code: "NOT_FOUND" });
      const { data } = await graphql<{ importJobs: { id: string }[] }>(
        other.url,
        "{ importJobs { id } }",
        {},
        other.headers,
      );
      expect(data.importJobs.map(({ id }) => id)).not.toContain(job.id);
      for (const what of ["report.json", "errors", "places.geojson"])
        expect((await other.get(job.id, what)).status).toBe(404);
      expect((await other.piece(job.id, 0, Buffer.from("x"))).status).toBe(404);
      expect((await other.remove(job.id)).status).toBe(404);
      expect((await other.announce(job.id, "eigen.csv", 10)).status).toBe(409);
      expect(await other.offset(job.id)).toBeNaN();
    }
    const auditor = await person("importer.auditor", "AUDITOR", ["CN"]);
    expect((await auditor.announce(randomUUID(), "a.csv", 10)).status).toBe(403);
    await expect(auditor.job(job.id)).rejects.toThrow("FORBIDDEN");
    expect((await new ImportClient(url, {}).get(job.id, "report.json")).status).toBe(401);
    expect((await county.job(job.id))?.state).toBe("CHECKED");
    await county.remove(job.id);
  });

  it("turns rows of other regions away, and gives them back as a file that loads alone", async () => {
    const bytes = csv(
      "360827100296,本县村,泉江镇,10,114.52,26.33",
      "360828100297,邻县村,芙蓉镇,10,114.78,26.46",
      "360827100298,缺户数村,泉江镇,十,114.52,26.33",
    );
    const job = await county.upload("两县.csv", bytes);
    const refused = await county.run(job, { dryRun: false });
    expect([refused.state, refused.report?.counts, refused.report?.badRows]).toEqual(["REFUSED", null, 2]);
    expect(refused.report?.problems.map(({ row, code }) => [row, code])).toEqual([
      [3, "OUT_OF_SCOPE"],
      [4, "NOT_A_NUMBER"],
    ]);
    const part = await county.run(refused, { dryRun: false, mode: "GOOD_ROWS" });
    expect([part.state, countsOf(part).inserted, part.report?.badRows, part.hasErrorFile]).toEqual([
      "DONE",
      1,
      2,
      true,
    ]);
    expect(
      await sql("select code from atlas.villages where name in ('本县村', '邻县村', '缺户数村')"),
    ).toEqual([{ code: "360827100296" }]);
    const errors = await county.get(job.id, "errors");
    expect(errors.headers.get("content-disposition")).toContain(encodeURIComponent("两县.errors.csv"));
    const text = Buffer.from(await errors.arrayBuffer()).toString("utf8");
    expect(text.split("\r\n").filter(Boolean)).toHaveLength(3);
    const corrected = Buffer.from(text.replace(",十,", ",12,"));
    const loaded = await system.run(await system.upload("改正.csv", corrected), { dryRun: false });
    expect([loaded.state, countsOf(loaded).inserted, loaded.report?.problemCount]).toEqual(["DONE", 2, 0]);
  });

  it("finds again how headers were matched, for oneself and for colleagues of the same regions", async () => {
    const odd = (name: string) => Buffer.from(`编号,叫什么,甲,${name}\n360827100301,对应村,泉江镇,33\n`);
    const mapping = Object.entries({ code: "编号", name: "叫什么", township: "甲", households: "乙" }).map(
      ([key, header]) => ({ key, header }),
    );
    const job = await county.upload("odd.csv", odd("乙"));
    expect(job.probe?.saved).toBeNull();
    expect(await county.start(job, { mapping: [{ key: "nothing", header: "乙" }] })).toMatchObject({
      code: "INVALID",
    });
    const tried = await county.run(job, { dryRun: true, mapping });
    expect([tried.state, countsOf(tried).inserted]).toEqual(["CHECKED", 1]);
    const savedOf = async (who: ImportClient, bytes: Buffer) => {
      const { probe, id } = await who.upload("odd.csv", bytes);
      await who.remove(id);
      return probe?.saved ?? null;
    };
    const sorted = (columns: { key: string; header: string }[] | undefined) =>
      columns?.map(({ key, header }) => `${key}=${header}`).sort();
    const mine = await savedOf(county, odd("乙"));
    expect([mine?.isMine, sorted(mine?.mapping)]).toEqual([true, sorted(mapping)]);
    expect((await savedOf(colleague, odd("乙")))?.isMine).toBe(false);
    expect(await savedOf(neighbour, odd("乙"))).toBeNull();
    await county.remove(job.id);
  });

  it("holds swapped coordinates until somebody confirms, and repeats no number of a person", async () => {
    const [canary] = CANARIES;
    const features = [291, 292, 293, 294].map((code, index) => ({
      type: "Feature",
      properties: {
        code: `360827100${code}`,
        name: "示例村",
        households: index === 0 ? canary?.idNumber : 5,
      },
      geometry: { type: "Point", coordinates: [26.332 + index / 100, 114.521] },
    }));
    const job = await county.upload(
      "swapped.geojson",
      Buffer.from(JSON.stringify({ type: "FeatureCollection", features })),
    );
    expect(job.probe?.detected).toMatchObject({ swapAxes: true, isCertain: false });
    const held = await county.run(job, { dryRun: true });
    expect([
      held.state,
      held.refusal?.code,
      held.refusal?.proposedCrs,
      held.refusal?.proposedSwapAxes,
    ]).toEqual(["HELD", "ConfirmCrs", "4326", true]);
    // The flags of the command are nothing to whoever has a form.
    expect(held.refusal?.message).not.toContain("--");
    const tried = await county.run(held, { dryRun: true, crs: "4326", swapAxes: true });
    expect([tried.state, tried.report?.badRows]).toEqual(["CHECKED", 1]);
    const report = await (await county.get(job.id, "report.json")).text();
    const errors = JSON.stringify(await sql("select detail from audit.events where entity_kind = 'Import'"));
    const row = JSON.stringify(await sql("select * from imports.jobs where id = $1", [job.id]));
    for (const text of [report, errors, row, JSON.stringify(tried.report)])
      expect(text).not.toContain(canary?.idNumber ?? "?");
    expect(report).toContain(`${canary?.idNumber.slice(0, 3)}***`);
    await county.remove(job.id);
  });

  it("stops when its maker says so, with nothing written, and answers others meanwhile", async () => {
    const job = await county.upload("large.csv", many("360827", LARGE));
    const waiting = await county.upload("waits.csv", csv("360827100299,候村,泉江镇,1,114.52,26.33"));
    await hold();
    const started = await county.start(job, { dryRun: false });
    const running = `${url}/imports/running/${started.handle}`;
    await untilRows(running);
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    // The handle is a secret: another one tells nothing.
    expect(await (await fetch(`${running}x`)).json()).toEqual({ progress: null });
    if (place === "postgres") {
      // What waits is taken out of the queue; what runs stops wherever the wish was written down.
      expect((await county.start(waiting)).state).toBe("QUEUED");
      expect(await county.cancel(waiting.id)).toBe("CANCELLED");
      const other = open();
      await other.connect();
      await other.query("update imports.jobs set is_cancelling = true where id = $1", [job.id]);
      await other.end();
    } else {
      // The embedded database answers nobody while an import writes: by the handle nothing is asked of it.
      const stopping = await fetch(running, { method: "DELETE", headers: { "tus-resumable": "1.0.0" } });
      expect(await stopping.json()).toEqual({ isStopping: true });
    }
    const since = performance.now();
    const cancelled = await county.settled(job.id);
    await letGo();
    console.log(`cancelled after ${Math.round(performance.now() - since)} ms`);
    expect([cancelled.state, cancelled.report]).toEqual(["CANCELLED", null]);
    expect(await sql("select from atlas.villages where name like '大文件%' limit 1")).toEqual([]);
    expect(await sql("select from atlas.regions where code = '360827400'")).toEqual([]);
    // What has ended stays as it is.
    expect(await county.cancel(job.id)).toBe("CANCELLED");
    for (const each of [job, waiting]) await county.remove(each.id);
  }, 60_000);

  it("begins again after its process was killed, and ends as if nothing had been", async () => {
    const job = await county.upload("large.csv", many("360827", LARGE));
    const tried = await county.run(job, { dryRun: true });
    const report = await (await county.get(job.id, "report.json")).text();
    // What is older than a day is swept at the next start.
    const old = await county.upload("old.csv", csv("360827100299,旧村,泉江镇,1,114.52,26.33"));
    await sql("update imports.jobs set created_at = now() - interval '25 hours' where id = $1", [old.id]);
    await hold();
    const started = await county.start(tried, { dryRun: false });
    await untilRows(`${url}/imports/running/${started.handle}`);
    const [first] = children;
    await new Promise((resolve) => {
      first?.once("exit", resolve);
      first?.kill("SIGKILL");
    });
    await letGo();
    await database.end().catch(() => {});
    children.length = 0;
    ({ url } = await startAtlas(place, environment, children));
    county.url = url;
    database = open();
    await database.connect();
    const done = await county.settled(job.id);
    expect([done.state, countsOf(done).inserted]).toEqual(["DONE", LARGE]);
    expect(await (await county.get(job.id, "report.json")).text()).toBe(report);
    expect(await sql("select attempts from imports.jobs where id = $1", [job.id])).toEqual([{ attempts: 2 }]);
    expect(await sql("select count(*)::int as n from atlas.villages where name like '大文件%'")).toEqual([
      { n: LARGE },
    ]);
    expect(readdirSync(folder).filter((name) => name.startsWith(job.id))).toEqual([]);
    expect(await county.job(old.id)).toMatchObject({ state: "CANCELLED", hasFile: false, probe: null });
    expect(readdirSync(folder).filter((name) => name.startsWith(old.id))).toEqual([]);
  }, 120_000);
});
