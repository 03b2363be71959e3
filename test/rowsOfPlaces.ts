import { createHash, randomBytes, randomUUID } from "node:crypto";
import type pg from "pg";
import type { Keys } from "../server/keys.ts";
import { sealTold } from "../server/leads/queries.ts";
import { pngOf } from "./casework.ts";
import { type OpenPlaces, OpenRowsOfPlaces } from "./openRowsOfPlaces.ts";

type Row = Record<string, unknown>;

/** Tables in the order in which their rows refer to each other. */
const TABLES = [
  "households",
  "members",
  "identities",
  "account_entries",
  "consents",
  "guarantee_issues",
  "leads",
  "cases",
  "notices",
  "case_risks",
  "attachments",
  "tasks",
  "measures",
  "helpers",
  "village_team",
  "broken_glass",
  "screening_batches",
  "alerts",
  "contradictions",
  "ledger_items",
  "campaigns",
  "campaign_villages",
  "fund_movements",
] as const;
type Table = (typeof TABLES)[number];

export interface Facts {
  readonly keys: Keys;
  /** Ids of demonstration people by login. */
  readonly people: ReadonlyMap<string, string>;
  /** Any rule of screening. */
  readonly ruleId: number;
  readonly open: OpenPlaces;
}

/** Money is an open fact, written like casework. */
const schemaOf = (table: Table) => (table === "fund_movements" ? "atlas" : "casework");

const bytes = (buffer: Buffer) => `\\x${buffer.toString("hex")}`;
const DAY = "2026-01-05";
/** Whoever they are: nobody is in the team of one village twice. */
const RESIDENTS = ["province", "area", "national", "planner", "partner", "auditor", "system", "security"];

/** Gathers rows to stand in villages, each with everything it needs and nothing that another needs too. */
export class RowsOfPlaces {
  readonly #rows = new Map<Table, Row[]>();
  readonly #facts: Facts;
  #households = 0;
  #left = 0;
  readonly #projects: { code: string; village: string }[] = [];
  /** What stands in the open part of the atlas and is written like casework. */
  readonly open: OpenRowsOfPlaces;
  constructor(facts: Facts) {
    this.#facts = facts;
    this.open = new OpenRowsOfPlaces(facts.open);
  }

  #add(table: Table, row: Row): string {
    const rows = this.#rows.get(table) ?? [];
    rows.push(row);
    this.#rows.set(table, rows);
    return String(row.id ?? "");
  }

  #person(login: string): string {
    return this.#facts.people.get(login) ?? "";
  }

  household(village: string, watched = false): string {
    this.#households += 1;
    return this.#add("households", {
      id: randomUUID(),
      village_code: village,
      number: `${village}-${4000 + this.#households}`,
      formerly_poor: false,
      category: watched ? "MARGINAL" : null,
      grade: watched ? "YELLOW" : null,
      status: watched ? "WATCHED" : "ORDINARY",
      lacks_funds: false,
      is_demo: true,
      row_version: 1,
    });
  }

  member(village: string, household = this.household(village), leftOn: string | null = null): string {
    const { keys } = this.#facts;
    const id = this.#add("members", {
      id: randomUUID(),
      household_id: household,
      village_code: village,
      relation: "HEAD",
      sex: "F",
      born_on: "1970-01-01",
      labour: "ABLE",
      left_on: leftOn,
      row_version: 1,
    });
    this.#add("identities", {
      member_id: id,
      village_code: village,
      name_sealed: bytes(keys.seal("测小位", { column: "casework.identities.name", row: id })),
      id_number_sealed: bytes(
        keys.seal("999999197001010018", { column: "casework.identities.id_number", row: id }),
      ),
      id_number_blind: bytes(randomBytes(32)),
    });
    return id;
  }

  /** Who left so long ago that the time of retention is over. */
  leftMember(village: string): string {
    return this.member(village, this.household(village), "2015-01-05");
  }

  /** A household whose case was closed as long ago. */
  over(village: string): string {
    const household = this.peopled(village);
    this.case(village, "CLOSED", household, "2015-01-05");
    return household;
  }

  peopled(village: string): string {
    const household = this.household(village);
    this.member(village, household);
    return household;
  }

  entry(village: string): string {
    return this.#add("account_entries", {
      ...this.#ofHousehold(village),
      kind: "WAGE",
      day: DAY,
      amount_fen: 100,
    });
  }

  consent(village: string, household = this.household(village)): string {
    return this.#add("consents", {
      id: randomUUID(),
      household_id: household,
      village_code: village,
      scope: ["COMPARISON"],
      form_version: "2026",
      given_on: DAY,
    });
  }

  consenting(village: string): string {
    const household = this.household(village);
    this.consent(village, household);
    return household;
  }

  issue(village: string): string {
    return this.#add("guarantee_issues", { ...this.#ofHousehold(village), kind: "WATER", opened_on: DAY });
  }

  lead(village: string): string {
    const row = this.#ofHousehold(village);
    const told = sealTold(this.#facts.keys, row.id, { name: "测报人", phone: "10000000000" });
    const rest = { channel: "INSPECTION", cause: "ILLNESS", told_sealed: bytes(told) };
    return this.#add("leads", { ...row, ...rest });
  }

  case(
    village: string,
    state = "LEAD",
    household = this.peopled(village),
    closedOn: string | null = null,
  ): string {
    return this.#add("cases", {
      id: randomUUID(),
      household_id: household,
      village_code: village,
      state,
      state_since: DAY,
      opened_on: closedOn ?? DAY,
      closed_on: closedOn,
      category: "MARGINAL",
      grade: "YELLOW",
      is_demo: true,
    });
  }

  notice(village: string): string {
    return this.#add("notices", {
      id: randomUUID(),
      case_id: this.case(village, "NOTICE"),
      village_code: village,
      kind: "RECOGNITION",
      body: "公示",
      days: 5,
      posted_at: DAY,
      // Since an hour: a day later the platform takes it down by itself.
      take_down_at: new Date(Date.now() - 3_600_000).toISOString(),
    });
  }

  risk(village: string, household = this.peopled(village)): string {
    return this.#add("case_risks", {
      id: randomUUID(),
      case_id: this.case(village, "ASSISTED", household),
      household_id: household,
      village_code: village,
      cause: "ILLNESS",
      is_main: true,
    });
  }

  attachment(village: string): string {
    const id = randomUUID();
    const content = Buffer.from(pngOf(id), "base64");
    return this.#add("attachments", {
      id,
      case_id: this.case(village),
      village_code: village,
      kind: "EVIDENCE",
      media_type: "image/png",
      sha256: bytes(createHash("sha256").update(content).digest()),
      byte_length: content.length,
      content_sealed: bytes(
        this.#facts.keys.seal(content, { column: "casework.attachments.content", row: id }),
      ),
    });
  }

  task(village: string): string {
    return this.#add("tasks", {
      ...this.#ofHousehold(village),
      kind: "VISIT",
      due_on: DAY,
      owner_id: null,
    });
  }

  /** A task of somebody who left, in turn one of two; gives who. */
  leftTask(village: string): string {
    this.#left += 1;
    const person = this.#person(this.#left % 2 === 0 ? "left.second" : "left.first");
    this.#add("tasks", { ...this.#ofHousehold(village), kind: "VISIT", due_on: DAY, owner_id: person });
    return person;
  }

  measure(village: string): string {
    const household = this.peopled(village);
    return this.#add("measures", {
      id: randomUUID(),
      case_id: this.case(village, "ASSISTED", household),
      household_id: household,
      village_code: village,
      kind: "TRAINING",
      started_on: DAY,
    });
  }

  helper(village: string): string {
    return this.#add("helpers", {
      ...this.#ofHousehold(village),
      person_id: this.#person("demo.worker"),
      since: DAY,
      handed_to: this.#person("demo.township"),
      handed_on: DAY,
    });
  }

  /** One of eight at most in a village, handed in turn to one of two people of the field. */
  teamMember(village: string): string {
    const before = this.#rows.get("village_team")?.filter((row) => row.village_code === village).length ?? 0;
    return this.#add("village_team", {
      id: randomUUID(),
      village_code: village,
      person_id: this.#person(`demo.${RESIDENTS[before]}`),
      post: "MEMBER",
      unit: "县水利局",
      since: DAY,
      handed_to: this.#person(before % 2 === 0 ? "demo.township" : "demo.worker"),
      handed_on: DAY,
      row_version: 1,
    });
  }

  glass(village: string): string {
    return this.#add("broken_glass", {
      id: randomUUID(),
      village_code: village,
      number: `${village}-9999`,
      person_id: this.#person("demo.planner"),
      token_sha256: bytes(randomBytes(32)),
      reason: "返乡求助",
      broken_at: `${DAY}T08:00:00+08:00`,
      ends_at: `${DAY}T09:00:00+08:00`,
      row_version: 1,
    });
  }

  #batch(village: string): string {
    return this.#add("screening_batches", {
      id: randomUUID(),
      village_code: village.slice(0, 6).padEnd(12, "0"),
      department_key: "WATER",
      content_sha256: bytes(randomBytes(32)),
      data_day: DAY,
      rows_total: 1,
    });
  }

  #ofHousehold(village: string) {
    return { id: randomUUID(), household_id: this.household(village), village_code: village };
  }

  #hit(village: string) {
    const household = this.household(village);
    const member = this.member(village, household);
    return {
      id: randomUUID(),
      batch_id: this.#batch(village),
      household_id: household,
      member_id: member,
      village_code: village,
    };
  }

  alert(village: string): string {
    const rest = { rule_id: this.#facts.ruleId, matched_sha256: bytes(randomBytes(32)), due_on: DAY };
    return this.#add("alerts", { ...this.#hit(village), ...rest });
  }

  contradiction(village: string): string {
    const rest = { item: "employed", registered: "YES", reported: "NO" };
    return this.#add("contradictions", { ...this.#hit(village), ...rest });
  }

  ledgerItem(village: string, status = "OPEN"): string {
    const isFixed = status === "FIXED";
    return this.#add("ledger_items", {
      id: randomUUID(),
      village_code: village,
      found_by: "INSPECTION",
      subject: "WATER",
      description: "水压不足",
      severity: "MINOR",
      status,
      owner_id: this.#person("demo.planner"),
      handed_to: this.#person("demo.county"),
      target_on: "2099-12-31",
      due_on: "2099-12-31",
      fixed_by: isFixed ? this.#person("demo.system") : null,
      fixed_at: isFixed ? DAY : null,
      evidence: isFixed ? "已修好" : null,
      is_demo: true,
    });
  }

  /** A campaign of the township that is through one village only. */
  campaign(village: string): string {
    const id = this.#add("campaigns", {
      id: randomUUID(),
      village_code: village.slice(0, 9).padEnd(12, "0"),
      region_code: village.slice(0, 9),
      name: "排查",
      starts_on: DAY,
      ends_on: "2099-12-31",
      is_demo: true,
    });
    this.#add("campaign_villages", { campaign_id: id, village_code: village, planned_on: DAY });
    return id;
  }

  /** Money of the village's county. */
  fundMovement(village: string): string {
    return this.#add("fund_movements", {
      id: randomUUID(),
      source_key: "prefecture",
      fiscal_year: 2025,
      county_code: village.slice(0, 6),
      kind: "ALLOCATED",
      amount_fen: 100,
      day: DAY,
      is_demo: true,
      recorded_at: DAY,
    });
  }

  /** A planned project in a village; in a county alone where the atlas does not know the village. */
  project(village: string): string {
    const code = `PT${randomBytes(6).toString("hex")}`;
    this.#projects.push({ code, village });
    return code;
  }

  /** Writes everything gathered, in one transaction with the event it demands. */
  async write(database: pg.Client): Promise<void> {
    await database.query("begin");
    for (const table of TABLES) {
      const rows = this.#rows.get(table) ?? [];
      const columns = Object.keys(rows[0] ?? {}).join(", ");
      if (columns !== "")
        await database.query(
          `insert into ${schemaOf(table)}.${table} (${columns})
           select ${columns} from jsonb_populate_recordset(null::${schemaOf(table)}.${table}, $1::jsonb)`,
          [JSON.stringify(rows)],
        );
    }
    await database.query(
      `insert into atlas.industry_projects (code, name, kind, status, county_code, village_code, investment_fen, point, is_demo)
       select row.code, '试点（模拟）', 'FARM', 'PLANNED', left(row.village, 6), village.code, 0,
              coalesce(village.point, county.point), true
       from jsonb_to_recordset($1::jsonb) as row (code text, village text)
       join atlas.regions county on county.code = left(row.village, 6)
       left join atlas.villages village on village.code = row.village`,
      [JSON.stringify(this.#projects)],
    );
    await this.open.write(database);
    await database.query(
      "insert into audit.events (channel, action, entity_kind, entity_id) values ('COMMAND', 'test.prepare', 'Test', 'rows')",
    );
    await database.query("commit");
  }
}
