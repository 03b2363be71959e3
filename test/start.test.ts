import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { describe, expect, inject, it } from "vitest";
import { hasPostgres, ownDatabase } from "./ownAtlas.ts";
import { startAtlas, stopChild } from "./setup.ts";

const program = fileURLToPath(new URL("../dist/server/main.js", import.meta.url));

/** Starts the server and waits for its end. */
async function run(environment: Record<string, string>, ...options: string[]) {
  const child = spawn(process.execPath, [program, ...options], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, output };
}

describe("a server that must not start", () => {
  it.each([
    ["a port that is no number", { PORT: "x" }, "PORT"],
    ["a port out of range", { PORT: "70000" }, "PORT"],
    ["a setting nobody knows", { ATLAS_FOO: "1" }, "ATLAS_FOO"],
    ["a database of another kind", { DATABASE_URL: "mysql://root:topsecret@localhost/x" }, "DATABASE_URL"],
    ["a size of demonstration data that does not exist", { ATLAS_DEMO_SIZE: "xl" }, "ATLAS_DEMO_SIZE"],
    ["a statement timeout of zero", { ATLAS_STATEMENT_TIMEOUT_MS: "0" }, "ATLAS_STATEMENT_TIMEOUT_MS"],
    [
      "a database that does not answer",
      { DATABASE_URL: "postgres://atlas:topsecret@127.0.0.1:1/atlas" },
      "DATABASE_URL",
    ],
  ])(
    "ends with 1 and a sentence in two languages that names the variable: %s",
    async (_name, environment, variable) => {
      const { code, output } = await run(environment as Record<string, string>);
      expect(code).toBe(1);
      expect(output).toContain(variable);
      expect(output).toMatch(/\p{Script=Han}/u);
      expect(output).not.toMatch(/^\s+at /m);
      expect(output).not.toContain("topsecret");
      expect(output.trim().split("\n").length).toBeLessThanOrEqual(3);
    },
  );

  it("tells with --print-config every setting, its meaning and no password", async () => {
    const { code, output } = await run(
      {
        DATABASE_URL: "postgres://atlas:topsecret@db/atlas",
        ATLAS_REPLICA_URL: "postgres://atlas:topsecret@replica/atlas",
        ATLAS_COST_LIMIT: "777",
      },
      "--print-config",
    );
    expect(code).toBe(0);
    expect(output).not.toContain("topsecret");
    expect(output).toMatch(/^DATABASE_URL=\*\*\* +# /m);
    expect(output).toMatch(/^ATLAS_COST_LIMIT=777 +# /m);
    const settings = output.trim().split("\n");
    expect(settings.every((line) => /^[A-Z_]+=.* # .+/.test(line))).toBe(true);
  });

  it.runIf(inject("embeddedDirectory") !== "")(
    "is refused in a sentence when another process has the embedded directory open, which goes on working",
    async () => {
      const scratch = mkdtempSync(join(tmpdir(), "atlas-start-"));
      const directory = join(scratch, "data");
      cpSync(inject("embeddedDirectory"), directory, { recursive: true });
      const children: Parameters<typeof startAtlas>[2] = [];
      try {
        const { url } = await startAtlas("first", { ATLAS_DATA_DIRECTORY: directory }, children);
        const { code, output } = await run({ ATLAS_DATA_DIRECTORY: directory });
        expect(code).toBe(1);
        expect(output).toContain(directory);
        expect(output).toMatch(/\p{Script=Han}/u);
        expect(output).not.toMatch(/^\s+at /m);
        expect((await fetch(`${url}/readyz`)).status).toBe(200);
      } finally {
        await Promise.all(children.map(stopChild));
        rmSync(scratch, { recursive: true, force: true });
      }
    },
    120_000,
  );
});

describe.runIf(hasPostgres)("three servers started at once on an empty database", () => {
  it("all become ready, and each migration ran once", async () => {
    const database = await ownDatabase("empty");
    const children: Parameters<typeof startAtlas>[2] = [];
    try {
      const servers = await Promise.all(
        ["one", "two", "three"].map((name) => startAtlas(name, { DATABASE_URL: database.url }, children)),
      );
      for (const { url } of servers) expect((await fetch(`${url}/readyz`)).status).toBe(200);
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      const migrations = await client.query<{ name: string }>(
        "select name from public.atlas_migrations order by name",
      );
      const regions = await client.query<{ counties: number; luoxiao: number }>(
        `select (select count(*)::int from atlas.regions where kind = 'PROVINCE') as counties,
                (select count(*)::int from atlas.area_members where area_code = 'luoxiao' and member_to is null) as luoxiao`,
      );
      await client.end();
      const names = migrations.rows.map((row) => row.name);
      expect(new Set(names).size).toBe(names.length);
      expect(names[0]).toBe("0001_regions");
      expect(regions.rows).toEqual([{ counties: 34, luoxiao: 23 }]);
    } finally {
      await Promise.all(children.map(stopChild));
      await wait(100);
      await database.drop();
    }
  }, 400_000);
});
