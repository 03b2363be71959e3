import type { Knex } from "knex";
import { afterAll, beforeAll } from "vitest";
import { readConfig } from "../server/config.ts";
import { type Database, openDatabase } from "../server/db.ts";
import { readExactCounts } from "../server/releases/loadCounts.ts";
import { lastMonthOver } from "../server/releases/publish.ts";
import { type OwnAtlas, ownAtlas, ownDatabase } from "./ownAtlas.ts";
import { type Cell, COUNTY } from "./releaseOracle.ts";

/** A database of one's own to release in, opened before and dropped after the tests that stand around it. */
export class OwnReleases {
  database!: Database;
  knex!: Knex;
  /** The last month that is over. */
  month = "";
  /** Where a server answers; none was asked for where it is empty. */
  url = "";

  constructor({ withServer, timeout }: { withServer: boolean; timeout: number }) {
    let atlas: OwnAtlas | undefined;
    let drop: (() => Promise<void>) | undefined;
    beforeAll(async () => {
      let databaseUrl: string;
      if (withServer) {
        atlas = await ownAtlas();
        [this.url, databaseUrl] = [atlas.url, atlas.databaseUrl];
      } else {
        const own = await ownDatabase("template");
        [drop, databaseUrl] = [own.drop, own.url];
      }
      this.database = await openDatabase(readConfig({ DATABASE_URL: databaseUrl }), () => {});
      this.knex = this.database.primary;
      this.month = await lastMonthOver(this.knex);
    }, timeout);
    afterAll(async () => {
      await this.database?.close();
      await atlas?.stop();
      await drop?.();
    });
  }

  rows = async <Row>(sql: string, values: (string | number | string[])[] = []): Promise<Row[]> =>
    (await this.knex.raw<{ rows: Row[] }>(sql, values)).rows;

  cellsOf = (id: number) =>
    this.rows<Cell>(
      "select tier, place_code as place, component, state, numerator, denominator from atlas.released_cells where release_id = ?",
      [id],
    );

  latest = async () =>
    (
      await this.rows<{ id: number }>("select max(id) as id from atlas.releases where county_code = ?", [
        COUNTY,
      ])
    )[0]?.id ?? 0;

  exact = (of: string) => this.knex.transaction((transaction) => readExactCounts(transaction, COUNTY, of));

  /** Everything a release may write, counted. */
  written = () =>
    this.rows(`select (select count(*) from atlas.releases) as releases, (select count(*) from atlas.released_cells) as cells,
            (select count(*) from atlas.village_facts) as facts, (select count(*) from audit.events where action like 'release.%') as events`);

  /** Changes the register by hand, with the event that every such change leaves; how many rows it changed. */
  change = (text: string, values: (string | string[])[]): Promise<number> =>
    this.knex.transaction(async (transaction) => {
      const { rowCount } = await transaction.raw<{ rowCount: number }>(text, values);
      await transaction.raw(
        "insert into audit.events (channel, action, entity_kind, entity_id) values ('COMMAND', 'test.prepare', 'Test', 'test')",
      );
      return rowCount;
    });
}
