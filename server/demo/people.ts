import { createHash, randomBytes } from "node:crypto";
import type { Knex } from "knex";
import { hashPassword } from "../access/passwords.ts";
import { NEEDS_SECOND_FACTOR, type RoleName } from "../access/rules.ts";
import { DEMO_PASSWORD, demoSecret } from "../access/signIn.ts";
import type { Keys } from "../keys.ts";

/** Suichuan 遂川, whose demonstration households the demonstration people work with. */
export const CASEWORK_COUNTY = "360827";

/** Demonstration people: login, name, post, where. A village worker is posted to the first two villages of the township. */
const PEOPLE: readonly (readonly [
  login: string,
  name: string,
  role: RoleName,
  regions: readonly string[],
])[] = [
  ["demo.worker", "演示·网格员", "VILLAGE_WORKER", ["FIRST_VILLAGES"]],
  ["demo.township", "演示·乡镇干部", "TOWNSHIP", ["FIRST_TOWNSHIP"]],
  ["demo.county", "演示·县级经办", "COUNTY", [CASEWORK_COUNTY]],
  ["demo.county.head", "演示·县级审批", "COUNTY", [CASEWORK_COUNTY]],
  ["demo.neighbour", "演示·邻县经办", "COUNTY", ["360828"]],
  ["demo.province", "演示·省级统筹", "PROVINCE", ["36"]],
  ["demo.area", "演示·片区统筹", "PROVINCE", ["luoxiao"]],
  ["demo.national", "演示·国家级统筹", "NATIONAL", ["CN"]],
  ["demo.planner", "演示·规划人员", "PLANNER", ["CN"]],
  ["demo.partner", "演示·合作方系统", "PARTNER", ["CN"]],
  ["demo.auditor", "演示·审计员", "AUDITOR", ["CN"]],
  ["demo.system", "演示·系统管理员", "SYSTEM_ADMIN", ["CN"]],
  ["demo.security", "演示·安全管理员", "SECURITY_ADMIN", ["CN"]],
];

/** The same login has the same identity in every demonstration. */
export const demoId = (text: string): string => {
  const hex = createHash("sha1").update(`relapse-atlas demonstration ${text}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** Adds the demonstration people that are missing. They can sign in only beside demonstration data. */
export async function loadDemoPeople(knex: Knex, keys: Keys): Promise<void> {
  const { rows } = await knex.raw<{ rows: { township: string | null; villages: string[] }[] }>(
    /* sql */ `
    select min(left(code, 9)) as township, array_agg(code order by code) as villages
    from (select code from atlas.villages where county_code = ? and is_demo order by code limit 2) first`,
    [CASEWORK_COUNTY],
  );
  const { township = null, villages = [] } = rows[0] ?? {};
  const places: Record<string, readonly string[]> = {
    FIRST_VILLAGES: villages ?? [],
    FIRST_TOWNSHIP: township ? [township] : [],
  };
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  await knex.transaction(async (transaction) => {
    for (const [login, name, role, regions] of PEOPLE) {
      const id = demoId(login);
      const secret = NEEDS_SECOND_FACTOR.includes(role)
        ? keys.seal(demoSecret(login), { column: "access.people.second_factor", row: id })
        : null;
      const { rowCount } = await transaction.raw<{ rowCount: number }>(
        /* sql */ `
        insert into access.people (id, login, name, role, password_hash, second_factor_sealed, is_demo)
        values (?, ?, ?, ?, ?, ?, true) on conflict do nothing`,
        [id, login, name, role, passwordHash, secret],
      );
      if (rowCount === 0) continue;
      for (const region of regions.flatMap((place) => places[place] ?? [place]))
        await transaction.raw("insert into access.person_regions (person_id, region_code) values (?, ?)", [
          id,
          region,
        ]);
      await transaction.raw(
        /* sql */ `
        insert into audit.events (channel, action, entity_kind, entity_id, detail)
        values ('COMMAND', 'person.create', 'Person', ?, '{"demonstration": true}')`,
        [id],
      );
    }
    await postTeam(transaction, villages ?? []);
    await addOrganisation(transaction);
  });
}

/** The partner of the demonstration belongs to an organisation and manages its keys. There are none until somebody makes one. */
async function addOrganisation(transaction: Knex.Transaction): Promise<void> {
  const { rows } = await transaction.raw<{ rows: unknown[] }>(
    "select from access.organisations where id = ?",
    [demoId("organisation")],
  );
  if (rows.length > 0) return;
  await transaction.raw(
    /* sql */ `
    with given as (select ?::uuid as organisation, ?::uuid as application),
    application as (
      insert into access.people (id, login, name, role, password_hash, is_demo)
      select application, 'demo.application', '演示·合作单位的应用', 'PARTNER', ?, true from given returning id),
    posted as (insert into access.person_regions (person_id, region_code) select id, 'CN' from application),
    founded as (
      insert into access.organisations (id, name, scopes, regions, points_per_minute, most_keys, application_id, is_demo)
      select organisation, '演示·合作单位',
             array['OPEN_DATA', 'CHANGES', 'SUBSCRIPTIONS', 'WEBHOOKS', 'ALLOCATION', 'EXPORTS'], array['CN'], 600000, 10, application, true
      from given returning id)
    insert into audit.events (channel, action, entity_kind, entity_id, detail)
    select 'COMMAND', 'organisation.create', 'Organisation', id::text, '{"demonstration": true}' from founded`,
    [
      demoId("organisation"),
      demoId("demo.application"),
      // Nobody signs in as an application: its keys act as it.
      await hashPassword(randomBytes(24).toString("base64url")),
    ],
  );
  await transaction.raw("update access.people set organisation_id = ?, manages_keys = true where id = ?", [
    demoId("organisation"),
    demoId("demo.partner"),
  ]);
}

/** The first two villages have somebody of the resident team each; others wait for whoever tries the page. */
async function postTeam(transaction: Knex.Transaction, villages: readonly string[]): Promise<void> {
  const posted = ["demo.worker", "demo.township"].map((login, index) => ({
    id: demoId(`team ${login}`),
    village: villages[index] ?? null,
    person: demoId(login),
  }));
  await transaction.raw(
    /* sql */ `
    with given as (
      select * from jsonb_to_recordset(?::jsonb) as given (id uuid, village text, person uuid) where village is not null),
    posted as (
      insert into casework.village_team (id, village_code, person_id, post, unit, since)
      select id, village, person, 'FIRST_SECRETARY', '演示·县水利局', '2026-03-02' from given
      on conflict do nothing returning id, village_code)
    insert into audit.events (channel, action, entity_kind, entity_id, region_code)
    select 'COMMAND', 'team.assign', 'TeamMember', id::text, village_code from posted`,
    [JSON.stringify(posted)],
  );
}
