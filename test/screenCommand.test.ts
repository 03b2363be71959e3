import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import iconv from "iconv-lite";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { inventedIdNumber } from "../server/identityNumbers.ts";
import { atlases } from "./atlas.ts";
import { keysOf } from "./casework.ts";
import { copyOfKeys, ownDatabase, places } from "./ownAtlas.ts";

const command = fileURLToPath(new URL("../dist/server/commands.js", import.meta.url));
const HEADER = "id_number,item,value,day";
const DAY = "2026-09-30";

/** Members of the demonstration county with the numbers that only the keys open, the same on both databases. */
async function registered(): Promise<{ idNumber: string; consents: boolean }[]> {
  const atlas = atlases.at(-1);
  if (!atlas) throw new Error("there is no atlas");
  const keys = keysOf(atlas);
  const database = new pg.Client({ connectionString: atlas.databaseUrl });
  await database.connect();
  const { rows } = await database.query<{ id: string; sealed: Buffer; consents: boolean }>(
    `select member.id, identity.id_number_sealed as sealed, exists (
       select from casework.consents consent where consent.household_id = member.household_id and 'COMPARISON' = any (consent.scope)
         and consent.given_on <= now()::date and consent.withdrawn_on is null) as consents
     from casework.members member join casework.identities identity on identity.member_id = member.id
     join casework.households household on household.id = member.household_id
     where household.county_code = '360827' and household.is_demo and member.left_on is null and right(household.number, 4) < '4000'
     order by household.number, member.id`,
  );
  await database.end();
  return rows.map(({ id, sealed, consents }) => ({
    idNumber: keys.open(sealed, { column: "casework.identities.id_number", row: id }).toString("utf8"),
    consents,
  }));
}

describe.each(places)("npm run screen on %s", (place) => {
  const scratch = mkdtempSync(join(tmpdir(), "atlas-screen-"));
  let environment: Record<string, string> = {};
  let database: { url: string; drop: () => Promise<void> } | null = null;
  let keys: { directory: string; remove: () => void } | null = null;
  const matched: string[] = [];
  const silent: string[] = [];

  beforeAll(async () => {
    if (place === "postgres") {
      database = await ownDatabase("template");
      keys = copyOfKeys();
      environment = { DATABASE_URL: database.url, ATLAS_KEYS_DIRECTORY: keys.directory };
    } else {
      const data = join(scratch, "data");
      cpSync(inject("embeddedDirectory"), data, { recursive: true });
      environment = { ATLAS_DATA_DIRECTORY: data };
    }
    for (const { idNumber, consents } of await registered()) (consents ? matched : silent).push(idNumber);
  }, 120_000);
  afterAll(async () => {
    await database?.drop();
    keys?.remove();
    rmSync(scratch, { recursive: true, force: true });
  });

  const screen = (file: string, options: Record<string, string> = {}, ...flags: string[]) => {
    const given = {
      department: "WATER",
      county: "360827",
      day: DAY,
      as: "demo.county",
      lang: "en",
      file,
      ...options,
    };
    const args = Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]);
    return new Promise<{ code: number; output: string }>((resolve) => {
      execFile(
        process.execPath,
        [command, "screen", ...args, ...flags],
        { env: { PATH: process.env.PATH ?? "", ...environment }, maxBuffer: 10_000_000 },
        (error, stdout, stderr) =>
          resolve({ code: error ? Number(error.code) : 0, output: `${stdout}${stderr}` }),
      );
    });
  };
  const write = (name: string, bytes: string | Buffer) => {
    const file = join(scratch, name);
    writeFileSync(file, bytes);
    return file;
  };

  it("compares a list larger than a request, once, where consent is live, as a person who may", async () => {
    const [hits, unasked] = [matched.slice(0, 3), silent.slice(0, 2)];
    expect([hits.length, unasked.length]).toEqual([3, 2]);
    // Born before anybody in the register.
    const strangers = Array.from({ length: 24_000 }, (_, index) =>
      inventedIdNumber(`19${10 + (index % 10)}-03-${String(1 + (index % 28)).padStart(2, "0")}`, index % 999),
    );
    const rows = [...hits, ...unasked, ...strangers].map(
      (idNumber) => `${idNumber},waterCutDays,9,2026-09-01`,
    );
    const text = `${HEADER},备注\n${rows.map((row) => `${row},水源枯竭`).join("\n")}\n`;
    const file = write("list.csv", iconv.encode(text, "gb18030"));
    expect(Buffer.byteLength(text)).toBeGreaterThan(1_048_576);

    const counts = `${rows.length} rows, 3 matched, 2 not compared for want of consent, 3 new alerts.`;
    const dry = await screen(file, {}, "--dry-run");
    expect(dry).toEqual({
      code: 0,
      output: expect.stringContaining(`Dry run, nothing was written: ${counts}`),
    });
    expect((await screen(file)).output).toContain(counts);
    const again = await screen(write("again.csv", text));
    expect(again.output).toContain(`The same list was loaded before, nothing is new: ${counts}`);

    if (database === null) return;
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const batches = await client.query(
      `select rows_total, alerts_new, (select login from access.people where id = loaded_by) as login,
              (select count(*)::int from casework.alerts where batch_id = batch.id) as alerts
       from casework.screening_batches batch where rows_total = $1`,
      [rows.length],
    );
    expect(batches.rows).toEqual([
      { rows_total: rows.length, alerts_new: 3, login: "demo.county", alerts: 3 },
    ]);
    const events = await client.query(
      "select channel, role, action, region_code, detail->>'rows' as rows from audit.events where action = 'screening.load' and channel = 'COMMAND' and person_id is not null",
    );
    expect(events.rows).toEqual([
      {
        channel: "COMMAND",
        role: "COUNTY",
        action: "screening.load",
        region_code: "360827",
        rows: String(rows.length),
      },
    ]);
    // The token of the command is gone, and nothing of the list stands anywhere but its hits.
    expect((await client.query("select from access.tokens where kind = 'COMMAND'")).rowCount).toBe(0);
    await client.end();
  }, 120_000);

  it("refuses who may not, another county, a bad row, a missing option, a missing file: exit code 1 and a sentence", async () => {
    const good = write("good.csv", `${HEADER}\n${matched[4]},waterCutDays,9,2026-09-02\n`);
    const bad = write(
      "bad.csv",
      `${HEADER}\n123,waterCutDays,9,2026-09-02\n${matched[4]},waterCutDays,often,2026-09-02\n`,
    );
    for (const [login, sentence] of [
      ["demo.township", "demo.township is nobody at work who may load lists"],
      ["demo.auditor", "demo.auditor is nobody at work"],
      ["nobody", "nobody is nobody at work"],
      ["demo.neighbour", "There is no such record in your region."],
    ] as const) {
      const { code, output } = await screen(good, { as: login });
      expect([login, code, output]).toEqual([login, 1, expect.stringContaining(sentence)]);
    }
    const { code, output } = await screen(bad);
    expect([code, output]).toEqual([1, expect.stringContaining("The list has 2 problems")]);
    expect(output).toMatch(/2\tid_number\t.*\n3\tvalue\t/);
    expect(output).not.toContain(matched[4]);
    expect(await screen(join(scratch, "none.csv"))).toMatchObject({
      code: 1,
      output: expect.stringContaining("cannot be read"),
    });
    expect(await screen(good, { county: "" })).toMatchObject({
      code: 1,
      output: expect.stringContaining("--county"),
    });
  }, 240_000);
});
