import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import knex from "knex";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { lockDirectory } from "../server/embedded/lock.ts";
import { type EmbeddedDatabase, openEmbedded } from "../server/embedded/open.ts";

/** What `pg` keeps to itself, for messages its own queries never send. */
interface RawConnection {
  stream: Readable;
  parse(statement: { text: string }): void;
  flush(): void;
  sync(): void;
}

const rawConnection = (client: object): RawConnection => Reflect.get(client, "connection");

const scratch = mkdtempSync(join(tmpdir(), "embedded-test-"));
const clients: pg.Client[] = [];
let database: EmbeddedDatabase;

async function connect(): Promise<pg.Client> {
  const client = new pg.Client(database.connection);
  // A test which cuts a connection off would otherwise end the process.
  client.on("error", () => {});
  await client.connect();
  clients.push(client);
  return client;
}

const poolOf = (max: number) => new pg.Pool({ ...database.connection, max });

beforeAll(async () => {
  database = await openEmbedded({ directory: "memory", idleInTransactionMs: 1000 });
}, 120_000);

afterEach(async () => {
  for (const client of clients.splice(0)) await client.end();
});

afterAll(async () => {
  await database.close();
  rmSync(scratch, { recursive: true, force: true });
}, 30_000);

describe("many clients use one database", () => {
  test("200 concurrent queries over 4 connections each get their own row", async () => {
    const pool = poolOf(4);
    const numbers = Array.from({ length: 200 }, (_, index) => index);
    const rows = await Promise.all(
      numbers.map((n) =>
        pool.query<{ n: number; text: string }>("select $1::int as n, $2::text as text", [n, `t${n}`]),
      ),
    );
    expect(rows.map(({ rows: [row] }) => row)).toEqual(numbers.map((n) => ({ n, text: `t${n}` })));
    await pool.end();
  });

  test("two transactions never interleave", async () => {
    const pool = poolOf(4);
    await pool.query("create table counter (value int); insert into counter values (0)");
    const addOne = async () => {
      const client = await pool.connect();
      await client.query("begin");
      const { rows } = await client.query<{ value: number }>("select value from counter");
      await wait(1);
      await client.query("update counter set value = $1", [(rows[0]?.value ?? 0) + 1]);
      await client.query("commit");
      client.release();
    };
    await Promise.all(Array.from({ length: 40 }, addOne));
    expect((await pool.query("select value from counter")).rows).toEqual([{ value: 40 }]);
    await pool.end();
  });

  test("a connection dropped inside a transaction is rolled back and lets the others go on", async () => {
    const [dropped, other] = [await connect(), await connect()];
    await dropped.query("create table dropped (n int)");
    await dropped.query("begin");
    await dropped.query("insert into dropped values (1)");
    const waiting = other.query("select count(*)::int as count from dropped");
    rawConnection(dropped).stream.destroy();
    expect((await waiting).rows).toEqual([{ count: 0 }]);
  });

  test("a transaction left idle while others wait loses its connection and is rolled back", async () => {
    const [idle, other] = [await connect(), await connect()];
    await other.query("create table idle (n int)");
    await idle.query("begin");
    await idle.query("insert into idle values (1)");
    expect((await other.query("select count(*)::int as count from idle")).rows).toEqual([{ count: 0 }]);
    await expect(idle.query("select 1")).rejects.toThrow();
  });

  test("two clients may prepare different statements under the same name", async () => {
    const [one, two] = [await connect(), await connect()];
    for (const name of ["find", "n".repeat(63)]) {
      const first = { name, text: "select $1::int + 1 as n", values: [1] };
      const second = { name, text: "select upper($1::text) as t", values: ["a"] };
      for (let round = 0; round < 2; round++) {
        expect((await one.query(first)).rows).toEqual([{ n: 2 }]);
        expect((await two.query(second)).rows).toEqual([{ t: "A" }]);
      }
    }
  });

  test("what one client SET reaches no other one", async () => {
    const [one, two] = [await connect(), await connect()];
    const settings = `select current_setting('search_path') as path, current_setting('timezone') as zone,
                             current_user::text as role`;
    const { rows: before } = await two.query(settings);
    await one.query("create role somebody");
    await one.query("set search_path to pg_catalog; set timezone to 'Asia/Shanghai'; set role somebody");
    expect((await one.query(settings)).rows).toEqual([
      { path: "pg_catalog", zone: "Asia/Shanghai", role: "somebody" },
    ]);
    expect((await two.query(settings)).rows).toEqual(before);
  });

  test("SET LOCAL ends with its transaction", async () => {
    const client = await connect();
    await client.query("begin; set local atlas.token = 'secret'; commit");
    const { rows } = await client.query("select nullif(current_setting('atlas.token', true), '') as token");
    expect(rows).toEqual([{ token: null }]);
  });

  test("a notification reaches the idle client which listens, and only that one", async () => {
    const [listener, deaf, sender] = [await connect(), await connect(), await connect()];
    const heard: string[] = [];
    listener.on("notification", ({ channel, payload }) => heard.push(`${channel}: ${payload}`));
    deaf.on("notification", () => heard.push("deaf"));
    await listener.query('listen Jobs; listen "Mixed Case"');
    await deaf.query("listen jobs; unlisten jobs");
    await sender.query("begin");
    await sender.query("select pg_notify('jobs', $1)", ["rolled back"]);
    await sender.query("rollback");
    await sender.query("select pg_notify('jobs', $1)", ["二"]);
    await sender.query(`notify "Mixed Case", 'three'`);
    await expect.poll(() => heard).toEqual(["jobs: 二", "Mixed Case: three"]);
  });
});

describe("the protocol is PostgreSQL's", () => {
  test("after an error with parameters the connection goes on", async () => {
    const client = await connect();
    for (let round = 0; round < 3; round++) {
      await expect(client.query("select 1 / $1::int as n", [0])).rejects.toMatchObject({ code: "22012" });
      await expect(client.query("selec $1", [0])).rejects.toMatchObject({ code: "42601" });
      expect((await client.query("select $1::int as n", [round])).rows).toEqual([{ n: round }]);
    }
  });

  test("3,000 errors later it still answers", async () => {
    const client = await connect();
    for (let round = 0; round < 3000; round++) await client.query("select 1 / 0").catch(() => {});
    expect((await client.query("select 1 as n")).rows).toEqual([{ n: 1 }]);
  });

  test("a statement nested too deeply is refused, and the next one is answered", async () => {
    const client = await connect();
    await client.query(
      "create function deeper(n int) returns int language plpgsql as 'begin return deeper(n); end'",
    );
    const tooDeep = ["select deeper(1)", `select 1${" union all select 1".repeat(20_000)}`];
    for (const sql of tooDeep) await expect(client.query(sql)).rejects.toMatchObject({ code: "54001" });
    await expect(client.query("select $1::jsonb", ["[".repeat(200_000)])).rejects.toThrow();
    expect((await client.query("select 1 as n")).rows).toEqual([{ n: 1 }]);
  });

  test("after an error at a Flush, nothing more is answered until the Sync", async () => {
    const client = await connect();
    const connection = rawConnection(client);
    client.removeAllListeners("error");
    let types = "";
    connection.stream.on("data", (bytes: Buffer) => {
      for (let at = 0; at < bytes.length; at += 1 + bytes.readInt32BE(at + 1))
        types += String.fromCharCode(bytes[at] ?? 0);
    });
    client.on("error", () => {});
    connection.parse({ text: "selec 1" });
    connection.flush();
    connection.parse({ text: "select 2" });
    connection.flush();
    await wait(100);
    expect(types).toBe("E");
    connection.sync();
    await expect.poll(() => types).toBe("EZ");
  });

  test("knex rolls back to a savepoint and commits the rest", async () => {
    const db = knex({ client: "pg", connection: database.connection, pool: { min: 0, max: 4 } });
    await db.schema.createTable("kept", (table) => table.integer("n"));
    await db.transaction(async (outer) => {
      await outer("kept").insert({ n: 1 });
      const inner = outer.transaction(async (savepoint) => {
        await savepoint("kept").insert({ n: 2 });
        throw new Error("not this one");
      });
      await expect(inner).rejects.toThrow("not this one");
      await outer("kept").insert({ n: 3 });
    });
    expect(await db("kept").orderBy("n")).toEqual([{ n: 1 }, { n: 3 }]);
    await db.destroy();
  });

  test("a result of 5 MB arrives whole", async () => {
    const client = await connect();
    const { rows } = await client.query<{ t: string }>(
      "select repeat('落', 1000) as t from generate_series(1, 1700)",
    );
    expect(Buffer.byteLength(rows.map(({ t }) => t).join(""))).toBe(5_100_000);
  });

  test("a parameter of 5 MB arrives whole", async () => {
    const client = await connect();
    const { rows } = await client.query("select length($1) as length", ["落".repeat(1_700_000)]);
    expect(rows).toEqual([{ length: 1_700_000 }]);
  });

  test("whoever asks for encryption is told no, and a cancel request is let go", async () => {
    const path = join(database.connection.host, `.s.PGSQL.${database.connection.port}`);
    const encrypted = createConnection(path).on("error", () => {});
    encrypted.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
    expect(String((await once(encrypted, "data"))[0])).toBe("N");
    encrypted.destroy();
    const cancelling = createConnection(path).resume();
    cancelling.write(Buffer.from([0, 0, 0, 16, 4, 210, 22, 46, 0, 0, 0, 1, 0, 0, 0, 0]));
    await once(cancelling, "close");
    expect((await (await connect()).query("select 1 as n")).rows).toEqual([{ n: 1 }]);
  });
});

describe("COPY", () => {
  const lines = (count: number) =>
    Readable.from(Array.from({ length: count }, (_, n) => `${n}\tvillage ${n}\n`));

  test("brings in 20,000 rows, and all of them out again", async () => {
    const client = await connect();
    await client.query("create table copied (n int primary key, name text)");
    const target = client.query(copyFrom("copy copied (n, name) from stdin"));
    await pipeline(lines(20_000), target);
    expect(target.rowCount).toBe(20_000);
    expect((await client.query("select sum(n)::int as sum from copied")).rows).toEqual([
      { sum: 199_990_000 },
    ]);
    const out = await client.query(copyTo("copy copied to stdout")).toArray();
    expect(Buffer.concat(out).toString().split("\n")).toHaveLength(20_001);
  });

  test("writes nothing when one row fails, and the connection goes on", async () => {
    const client = await connect();
    await client.query("create table refused (n int primary key, name text)");
    const source = Readable.from([
      ...Array.from({ length: 5000 }, (_, n) => `${n}\tx\n`),
      "17\ttwice\n",
      "9999\tx\n",
    ]);
    await expect(pipeline(source, client.query(copyFrom("copy refused from stdin")))).rejects.toMatchObject({
      code: "23505",
    });
    expect((await client.query("select count(*)::int as count from refused")).rows).toEqual([{ count: 0 }]);
  });

  test("is undone when the sender breaks off, and inside a transaction the transaction fails", async () => {
    const client = await connect();
    await client.query("create table broken (n int)");
    await client.query("begin");
    const target = client.query(copyFrom("copy broken from stdin"));
    target.write("1\n");
    target.destroy(new Error("the file ended early"));
    await expect(once(target, "close")).rejects.toThrow("the file ended early");
    await expect(client.query("select 1")).rejects.toMatchObject({ code: "25P02" });
    await client.query("rollback");
    expect((await client.query("select count(*)::int as count from broken")).rows).toEqual([{ count: 0 }]);
  });

  test("as a prepared statement is refused with a sentence", async () => {
    const client = await connect();
    await client.query("create table prepared (n int)");
    const query = { name: "copying", text: "copy prepared from stdin" };
    await expect(client.query(query)).rejects.toThrow("COPY FROM STDIN takes a simple query");
    expect((await client.query("select 1 as n")).rows).toEqual([{ n: 1 }]);
  });
});

describe("a directory", () => {
  const directory = join(scratch, "first");
  const template = join(scratch, "template.tar.gz");
  const openSource = `
    const { openEmbedded } = await import(${JSON.stringify(join(import.meta.dirname, "../server/embedded/open.ts"))});
    await openEmbedded({ directory: ${JSON.stringify(directory)} });`;

  test("starts as a copy of a template, keeps its data and is refused to a second process", async () => {
    const writer = await connect();
    await writer.query("create table remembered (n int); insert into remembered values (42)");
    await database.dumpTemplate(template);

    const steps: string[] = [];
    const onProgress = ({ step, zh, en }: { step: string; zh: string; en: string }) =>
      steps.push(step, zh, en);
    const first = await openEmbedded({ directory, template, onProgress });
    const client = new pg.Client({ connectionString: first.connectionString });
    await client.connect();
    await client.query("insert into remembered values (43)");
    await client.end();

    const second = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", openSource]);
    const said = (await second.stderr.toArray()).join("");
    expect(said).toContain(
      `Process ${process.pid} is using the data directory ${directory}: stop that process first`,
    );
    expect(said).toContain(`数据目录 ${directory} 正由进程 ${process.pid} 使用；请先停止该进程`);
    await first.close();
    expect(existsSync(join(directory, "lock.json"))).toBe(false);

    const again = await openEmbedded({ directory, template, onProgress });
    const reader = new pg.Client(again.connection);
    await reader.connect();
    expect((await reader.query("select n from remembered order by n")).rows).toEqual([{ n: 42 }, { n: 43 }]);
    await reader.end();
    await again.close();
    expect(steps).toEqual([
      ...["creating", "正在新建数据库……", "Creating the database …"],
      ...["opening", "正在打开数据库……", "Opening the database …"],
    ]);
  }, 120_000);

  test("that a start broken off in the middle left half made is made anew", async () => {
    const broken = join(scratch, "broken");
    const source = openSource.replace(JSON.stringify(directory), JSON.stringify(broken));
    const starting = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", source]);
    const gone = once(starting, "exit");
    const files = join(broken, "database");
    await expect.poll(() => existsSync(files) && readdirSync(files).length, { timeout: 60_000 }).toBeTruthy();
    starting.kill("SIGKILL");
    await gone;
    expect(existsSync(`${files}.unfinished`)).toBe(true);
    const left = join(files, "what a database never holds");
    writeFileSync(left, "");

    const anew = await openEmbedded({ directory: broken });
    const client = new pg.Client(anew.connection);
    await client.connect();
    expect((await client.query("select count(*) > 400 as ok from pg_class")).rows).toEqual([{ ok: true }]);
    await client.end();
    await anew.close();
    expect([existsSync(left), existsSync(`${files}.unfinished`)]).toEqual([false, false]);
  }, 120_000);

  test("is in UTF-8, sorts by code points and keeps time in GMT, as initdb would have made it", async () => {
    const client = await connect();
    const { rows } = await client.query(`
      select pg_encoding_to_char(encoding) as encoding, datcollate, datctype, datlocprovider,
             current_setting('timezone') as timezone, current_setting('lc_messages') as messages,
             current_setting('data_checksums') as checksums, current_setting('default_text_search_config') as search,
             (select rolname from pg_roles where oid = 10) as owner,
             (select array_agg(word order by word) from unnest(array['b', 'a', 'B', '乙', 'é', 'Z']) word) as sorted
      from pg_database where datname = current_database()`);
    expect(rows).toEqual([
      {
        encoding: "UTF8",
        datcollate: "C",
        datctype: "C.UTF-8",
        datlocprovider: "c",
        timezone: "Etc/GMT0",
        messages: "C",
        checksums: "on",
        search: "pg_catalog.english",
        owner: "postgres",
        sorted: ["B", "Z", "a", "b", "é", "乙"],
      },
    ]);
  });

  test.for([
    ["a process which has ended", { processId: 2 ** 22 + 1, processStart: "long ago" }],
    ["an earlier process with the same id", { processId: process.pid, processStart: "long ago" }],
    ["a power cut in the middle of writing", undefined],
  ])("takes over the lock left by %s", ([, left]) => {
    const path = join(scratch, "lock.json");
    writeFileSync(path, left ? JSON.stringify(left) : "");
    const release = lockDirectory(scratch);
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ processId: process.pid });
    expect(() => lockDirectory(scratch)).toThrow("stop that process first");
    release();
    expect(existsSync(path)).toBe(false);
  });
});
