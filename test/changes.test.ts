import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { featureCollections } from "../server/ogc/collections.ts";
import { atlases, graphql } from "./atlas.ts";
import { asOwner } from "./casework.ts";

interface Change {
  kind: string;
  what: string;
  code: string;
  period: string | null;
  collection: string | null;
  featureId: number;
  at: string;
}
interface Feed {
  changes: Change[];
  cursor: string;
  hasMore: boolean;
}

const FEED = `query ($since: String, $first: Int! = 500, $kinds: [ChangeKind!]) { changes(since: $since, first: $first, kinds: $kinds) {
  cursor hasMore changes { kind what code period collection featureId at } } }`;

describe.each(atlases)("the feed of changes of $name", ({ url, databaseUrl }) => {
  const database = new pg.Client({ connectionString: databaseUrl });
  const extra: pg.Client[] = [];
  beforeAll(() => database.connect());
  afterAll(async () => {
    await database.query("delete from atlas.industry_projects where code like 'feed-%'");
    await Promise.all([database, ...extra].map((client) => client.end()));
  });

  const page = async (since: string | null, first = 500, kinds: string[] | null = null): Promise<Feed> => {
    const { data, errors } = await graphql<{ changes: Feed }>(url, FEED, { since, first, kinds });
    expect(errors).toBeUndefined();
    return data.changes;
  };
  /** Everything after a cursor, page by page as a partner reads it. */
  const all = async (since: string | null, first = 500): Promise<Feed> => {
    const changes: Change[] = [];
    let { cursor, hasMore } = { cursor: since, hasMore: true };
    while (hasMore) {
      const next = await page(cursor, first);
      changes.push(...next.changes);
      ({ cursor, hasMore } = next);
    }
    return { changes, cursor: cursor ?? "", hasMore };
  };
  const end = async () => (await all(null)).cursor;

  /** Canonical JSON of a feature: keys sorted at every depth. */
  const canonical = (value: unknown): string =>
    JSON.stringify(value, (_key, inner: unknown) =>
      inner && typeof inner === "object" && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
        : inner,
    );
  interface Feature {
    id: number;
    properties: { code: string };
  }
  const exported = async (collection: string): Promise<Map<string, string>> => {
    const copy = new Map<string, string>();
    for (let path = `/ogc/collections/${collection}/items?limit=1000`; path !== ""; ) {
      const body = (await (await fetch(`${url}${path}`)).json()) as {
        features: Feature[];
        links: { rel: string; href: string }[];
      };
      for (const feature of body.features) copy.set(feature.properties.code, canonical(feature));
      const next = body.links.find(({ rel }) => rel === "next")?.href;
      path = next ? new URL(next).pathname + new URL(next).search : "";
    }
    return copy;
  };
  const one = async (collection: string, id: number): Promise<string | null> => {
    const response = await fetch(`${url}/ogc/collections/${collection}/items/${id}`);
    if (response.status === 404) return null;
    const { links: _links, ...feature } = (await response.json()) as Feature & { links: unknown };
    return canonical(feature);
  };

  /** A copy kept by the feed alone: whatever a change names is read again, or is gone. Bulk is read from the export. */
  class Copy {
    readonly collections = new Map(featureCollections.map(({ id }) => [id, new Map<string, string>()]));
    async apply(changes: readonly Change[], bulk: ReadonlyMap<string, Map<string, string>> | null = null) {
      for (const { collection, code, featureId, what } of changes) {
        const copy = collection && this.collections.get(collection);
        if (!copy) continue;
        const feature =
          what === "DELETED"
            ? null
            : bulk
              ? (bulk.get(collection)?.get(code) ?? null)
              : await one(collection, featureId);
        if (feature === null) copy.delete(code);
        else copy.set(code, feature);
      }
    }
  }
  const exportedAll = async () =>
    new Map(
      await Promise.all(
        featureCollections.map(
          async ({ id }): Promise<[string, Map<string, string>]> => [id, await exported(id)],
        ),
      ),
    );
  const sorted = (copy: ReadonlyMap<string, string>) =>
    [...copy].sort(([one], [other]) => (one < other ? -1 : 1));

  const newProject = (client: pg.Client, code: string, name = "测变更") =>
    client.query(
      `insert into atlas.industry_projects (code, name, kind, status, status_since, county_code, investment_fen, point)
       values ($1, $2, 'FARM', 'PLANNED', '2026-01-01', '360827', 100, st_setsrid(st_makepoint(114.5, 26.3), 4326))`,
      [code, name],
    );

  it("applied to an empty copy gives the open collections, feature for feature, while somebody writes", async () => {
    const [early, late] = [`feed-${randomUUID()}`, `feed-${randomUUID()}`];
    const copy = new Copy();
    const start = await all(null);
    await copy.apply(start.changes, await exportedAll());
    expect(start.changes.length).toBeGreaterThan(9_000);
    // Whoever begins first commits last, on PostgreSQL in the middle of another's work; the embedded database lets nobody in between.
    const slow = new pg.Client({ connectionString: databaseUrl });
    extra.push(slow);
    await slow.connect();
    const isAlone = databaseUrl.startsWith("postgres://postgres@");
    await slow.query("begin");
    await newProject(slow, late);
    if (isAlone) await slow.query("commit");
    await newProject(database, early);
    const between = await all(start.cursor, 1);
    await copy.apply(between.changes);
    if (!isAlone) {
      expect(between.changes.map(({ code }) => code)).toEqual([early]);
      await slow.query("commit");
    }
    await asOwner(database, [
      ["update atlas.industry_projects set name = '测改名' where code = $1", [early]],
    ]);
    await database.query("delete from atlas.industry_projects where code = $1", [late]);
    const rest = await all(between.cursor, 2);
    await copy.apply(rest.changes);
    const told = [...between.changes, ...rest.changes].map(({ what, code }) => `${what} ${code}`);
    for (const line of [`CREATED ${early}`, `CREATED ${late}`, `UPDATED ${early}`, `DELETED ${late}`])
      expect(told.filter((each) => each === line)).toHaveLength(1);
    expect(told.indexOf(`DELETED ${late}`)).toBeGreaterThan(told.indexOf(`CREATED ${late}`));
    const truth = await exportedAll();
    for (const { id } of featureCollections)
      expect([id, sorted(copy.collections.get(id) ?? new Map())]).toEqual([
        id,
        sorted(truth.get(id) ?? new Map()),
      ]);
    expect(truth.get("projects")?.has(early)).toBe(true);
  }, 120_000);

  it("says the same in pages of any size, and nothing new says nothing", async () => {
    const cursor = await end();
    const codes = Array.from({ length: 7 }, () => `feed-${randomUUID()}`).sort();
    await database.query(
      `insert into atlas.industry_projects (code, name, kind, status, status_since, county_code, investment_fen, point)
       select code, '测分页', 'FARM', 'PLANNED', '2026-01-01', '360827', 100, st_setsrid(st_makepoint(114.5, 26.3), 4326)
       from unnest($1::text[]) code`,
      [codes],
    );
    await database.query("delete from atlas.industry_projects where code = any ($1)", [codes.slice(0, 3)]);
    const ours = ({ changes }: Feed) =>
      changes.filter(({ code }) => codes.includes(code)).map(({ what, code }) => `${what} ${code}`);
    const expected = [
      ...codes.map((code) => `CREATED ${code}`),
      ...codes.slice(0, 3).map((code) => `DELETED ${code}`),
    ];
    for (const size of [1, 3, 7, 500]) expect(ours(await all(cursor, size))).toEqual(expected);
    const none = await page(cursor, 500, ["CONSTRAINT"]);
    expect(none.changes).toEqual([]);
    expect(none.cursor).not.toBe(cursor);
    const last = await all(cursor);
    expect(await page(last.cursor)).toMatchObject({ changes: [], hasMore: false });
  });

  it("tells of what leaves the atlas only, and of every column that does", async () => {
    const code = `feed-${randomUUID()}`;
    await newProject(database, code);
    const before = await end();
    await asOwner(database, [
      [
        "update atlas.industry_projects set pinyin = 'x', row_version = row_version + 1 where code = $1",
        [code],
      ],
    ]);
    expect((await page(before)).changes.filter((change) => change.code === code)).toEqual([]);
    // Written and taken back: no transaction, no change.
    await database.query("begin");
    await database.query("update atlas.industry_projects set name = '测没有' where code = $1", [code]);
    await database.query("rollback");
    expect((await page(before)).changes.filter((change) => change.code === code)).toEqual([]);
    // What a collection shows of a thing stands in the trigger, column for column.
    const { rows } = await database.query<{ table: string; source: string }>(
      "select substr(proname, 6) as table, prosrc as source from pg_proc where proname like 'note\\_%' and pronamespace = 'atlas'::regnamespace",
    );
    const sourceOf = new Map(rows.map(({ table, source }) => [table, source]));
    const unwatched = featureCollections.flatMap(({ from, properties, places }) => {
      const tables = [...from.matchAll(/atlas\.(\w+) (\w+)/g)];
      return [...Object.values(properties).map(({ sql }) => sql), ...places].flatMap((sql) =>
        [...sql.matchAll(/(\w+)\.(\w+)/g)].flatMap(([, alias, column]) => {
          const table = tables.find((match) => match[2] === alias)?.[1] ?? "";
          const known =
            ["code", "feature_id", "county_code"].includes(column ?? "") && table !== "settlements";
          return known || sourceOf.get(table)?.includes(`fresh.${column}`) ? [] : [`${table}.${column}`];
        }),
      );
    });
    // The county of a village is the start of its code.
    expect(unwatched).toEqual([]);
  });

  it("refuses a cursor of another list, and a page that is too large", async () => {
    const villages = await graphql<{ villages: { pageInfo: { endCursor: string } } }>(
      url,
      "{ villages(first: 1) { pageInfo { endCursor } } }",
    );
    const since = villages.data.villages.pageInfo.endCursor;
    expect((await graphql(url, FEED, { since })).errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
    expect((await graphql(url, FEED, { first: 501 })).errors?.[0]?.extensions.code).toBe("PAGE_TOO_LARGE");
  });

  it("holds every publication with the warnings it changed", async () => {
    const { changes } = await all(null);
    const published = changes.filter(({ kind }) => kind === "PUBLICATION").map(({ code }) => code);
    const { rows } = await database.query<{ quarter: string }>(
      `select to_char(quarter, 'YYYY"Q"Q') as quarter from atlas.publications where is_current order by quarter`,
    );
    expect([...new Set(published)].sort()).toEqual(rows.map(({ quarter }) => quarter));
    const warned = await database.query<{ key: string }>(
      `select index.region_code || ' ' || to_char(index.quarter, 'YYYY"Q"Q') as key from atlas.region_indices index
       join atlas.publications publication on publication.id = publication_id and version = 1
       where coalesce(previous_level, 'NONE') <> coalesce(level, 'NONE') order by 1`,
    );
    const told = changes
      .filter(({ kind }) => kind === "WARNING")
      .map(({ code, period }) => `${code} ${period}`);
    expect(warned.rows.length).toBeGreaterThan(10);
    expect(warned.rows.map(({ key }) => key).filter((key) => !told.includes(key))).toEqual([]);
  });
});
