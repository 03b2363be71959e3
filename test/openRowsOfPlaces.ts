import { randomBytes, randomUUID } from "node:crypto";
import type { MultiPolygon } from "geojson";
import type pg from "pg";

const DAY = "2026-01-05";

export interface OpenPlaces {
  /** A small footprint inside the county of each place. */
  readonly footprints: ReadonlyMap<string, MultiPolygon>;
  /** Places where the atlas knows a village; elsewhere there is the county alone. */
  readonly villages: ReadonlySet<string>;
  /** A county that only the whole country takes in. */
  readonly farCounty: string;
}

interface EnclaveRow {
  readonly code: string;
  readonly host: string;
  /** Null where the atlas knows no village that could invest. */
  readonly investor: string | null;
}

/** Open facts that posts write: enclaves with their ledger, emergencies with their footprints, settlements. */
export class OpenRowsOfPlaces {
  readonly #enclaves: EnclaveRow[] = [];
  readonly #entries: { id: string; enclave: string }[] = [];
  readonly #events: { code: string; footprint: string }[] = [];
  readonly #settlements: { code: string; county: string }[] = [];
  readonly #places: OpenPlaces;
  constructor(places: OpenPlaces) {
    this.#places = places;
  }

  /** An enclave that the place takes part in: as host and investor, or as an investor in a county far away. */
  enclave(village: string, host: "HERE" | "FAR" = "HERE"): string {
    const code = `ET${randomBytes(6).toString("hex")}`;
    const isKnown = this.#places.villages.has(village);
    const isHere = host === "HERE" || !isKnown;
    this.#enclaves.push({
      code,
      host: isHere ? village.slice(0, 6) : this.#places.farCounty,
      investor: isKnown ? village : null,
    });
    return code;
  }

  /** A promise in the ledger of an enclave; without an investor there is nobody to post it to. */
  entry(village: string): string {
    const id = randomUUID();
    const enclave = this.enclave(village);
    if (this.#places.villages.has(village)) this.#entries.push({ id, enclave });
    return id;
  }

  event(village: string): string {
    const code = `VT${randomBytes(6).toString("hex")}`;
    this.#events.push({ code, footprint: JSON.stringify(this.#places.footprints.get(village)) });
    return code;
  }

  settlement(village: string): string {
    const code = `ST${randomBytes(6).toString("hex")}`;
    this.#settlements.push({ code, county: village.slice(0, 6) });
    return code;
  }

  /** Within the transaction that writes the rows of casework, and under the event that it leaves. */
  async write(database: pg.Client): Promise<void> {
    const rows = (values: readonly object[]) => [JSON.stringify(values)];
    await database.query(
      `insert into atlas.enclaves (code, name, host_code, started_on, point, is_demo, contract_number, contract_from,
         contract_to, promised_basis_points, returns_principal)
       select row.code, '试点飞地（模拟）', row.host, '2025-01-01', host.point, true, '试点', '2025-01-01', '2040-12-31', 600, true
       from jsonb_to_recordset($1::jsonb) as row (code text, host text)
       join (select code, st_pointonsurface(outline) as point from atlas.regions where kind = 'COUNTY') host on host.code = row.host`,
      rows(this.#enclaves),
    );
    await database.query(
      `insert into atlas.enclave_investors (enclave_code, village_code, amount_fen, share, households)
       select row.code, row.investor, 100000000, 1, 20 from jsonb_to_recordset($1::jsonb) as row (code text, investor text)`,
      rows(this.#enclaves.filter(({ investor }) => investor !== null)),
    );
    await database.query(
      `insert into atlas.enclave_entries (id, enclave_code, kind, year, day, amount_fen)
       select row.id, row.enclave, 'PROMISE', 2025, '2025-12-31', 5000
       from jsonb_to_recordset($1::jsonb) as row (id uuid, enclave text)`,
      rows(this.#entries),
    );
    await database.query(
      `insert into atlas.enclave_postings (entry_id, account, village_code, amount_fen)
       select row.id, line.account, line.village_code, line.amount_fen
       from jsonb_to_recordset($1::jsonb) as row (id uuid, enclave text)
       cross join lateral atlas.postings_of('PROMISE', row.enclave, 5000, 0) line`,
      rows(this.#entries),
    );
    await database.query(
      `insert into atlas.emergency_events (code, name, name_en, kind, grade, started_on, footprint, effect_basis, is_demo)
       select row.code, '试点事件（模拟）', 'Trial event (simulated)', 'FLOOD', 'IV', $2::date,
              st_multi(st_setsrid(st_geomfromgeojson(row.footprint), 4326)), 'GEOMETRY', true
       from jsonb_to_recordset($1::jsonb) as row (code text, footprint text)`,
      [...rows(this.#events), DAY],
    );
    await database.query(
      `insert into atlas.event_footprints (event_code, revision, given)
       select row.code, 1, row.footprint from jsonb_to_recordset($1::jsonb) as row (code text, footprint text)`,
      rows(this.#events),
    );
    await database.query(
      "select atlas.place_event(row.code) from jsonb_to_recordset($1::jsonb) as row (code text)",
      rows(this.#events),
    );
    await database.query(
      `insert into atlas.settlements (code, name, county_code, residents, households, households_with_labour,
         zero_employment_households, labour_force, employed, has_school, has_clinic, has_community_centre,
         integration_items_open, integration_items_total, point, is_demo)
       select row.code, '试点安置区（模拟）', row.county, 90, 30, 20, 1, 40, 30, true, true, true, 0, 0, county.point, true
       from jsonb_to_recordset($1::jsonb) as row (code text, county text)
       join (select code, st_pointonsurface(outline) as point from atlas.regions where kind = 'COUNTY') county on county.code = row.county`,
      rows(this.#settlements),
    );
  }
}
