// What a release is held against: the same counts by the method card, household by household, and the attacker.
import { expect } from "vitest";
import { householdAccount, INCOME_KINDS, RIGID_KINDS } from "../geo/householdAccount.ts";
import { lastDayOfMonth, monthAfter } from "../geo/quarters.ts";
import type { ExactVillage, RELEASED_COMPONENTS, Tier } from "../geo/releaseTiers.ts";
import type { Measure, SafeCell } from "../geo/suppression.ts";
import type { Hierarchy } from "../geo/suppressionLattice.ts";
import { attack, denominatorsOf, totalsOf } from "./suppressionAttacker.ts";

export const COUNTY = "360827";
export const K: Record<Tier, number> = { PLANNER: 5, PUBLIC: 10 };

export interface Cell {
  tier: Tier;
  place: string;
  component: string;
  state: string;
  numerator: number | null;
  denominator: number | null;
}

/** What an attacker can tell of the hidden cells of a component who sees all of a tier's, and the area's totals. */
export function attacked(
  cells: readonly Cell[],
  totals: readonly Cell[],
  exact: readonly ExactVillage[],
  tier: Tier,
  component: (typeof RELEASED_COMPONENTS)[number] | "ACCOUNTS",
) {
  const name = component === "ACCOUNTS" ? "MARGIN" : component;
  const of = (list: readonly Cell[]) => list.filter((cell) => cell.tier === tier && cell.component === name);
  const own = of(cells);
  const hierarchy: Hierarchy = {
    places: own.map(({ place }) => ({
      id: place,
      parent: place.length === 6 ? null : place.slice(0, place.length === 12 ? 9 : 6),
    })),
    areas: of(totals).map(({ place }) => ({ id: place, members: [COUNTY] })),
  };
  const numbers = (read: (village: ExactVillage) => number | undefined) =>
    new Map(exact.map((village) => [village.village, read(village) ?? 0]));
  const denominators = numbers(({ counts }) => counts[name]?.denominator);
  const counts = component === "ACCOUNTS" ? denominators : numbers(({ counts: its }) => its[name]?.numerator);
  const measure: Measure = { id: component, counts, ...(component !== "ACCOUNTS" && { denominators }) };
  const most = denominatorsOf(hierarchy, measure);
  const published = new Map<string, SafeCell>(
    [...own, ...of(totals)].map((cell) => {
      const count = component === "ACCOUNTS" ? cell.denominator : cell.numerator;
      return [cell.place, { count, shown: count === null ? "PRIMARY" : "SHOWN" }];
    }),
  );
  const k = K[tier];
  return attack(hierarchy, measure, published, k, totalsOf(hierarchy, counts)).map((found) => ({
    ...found,
    wanted: Math.min(k, most.get(found.id) ?? k),
    isOfNobody: most.get(found.id) === 0,
  }));
}

interface Work {
  employed: boolean;
  idle_since: string | null;
  idle_by_choice: boolean;
}

type Rows = <Row>(sql: string, values?: (string | number | string[])[]) => Promise<Row[]>;

/** The same counts by the method card, in JavaScript, from the plain rows of the tables. */
export async function countedOneByOne(rows: Rows, month: string): Promise<ExactVillage[]> {
  const last = lastDayOfMonth(month);
  const [from, next] = [monthAfter(month, -11), monthAfter(month, 1)];
  const all = <Row>(table: string) =>
    rows<Row & { household_id: string }>(`select * from casework.${table} where county_code = ?`, [COUNTY]);
  const households = await rows<{ id: string; village_code: string }>(
    "select id, village_code from casework.households where county_code = ?",
    [COUNTY],
  );
  const villages = await rows<{ code: string; households: number; labour_force: number }>(
    "select code, households, labour_force from atlas.villages where county_code = ? order by code",
    [COUNTY],
  );
  const members = await all<{
    id: string;
    born_on: string;
    left_on: string | null;
    labour: string;
    employed: boolean;
    idle_since: string | null;
    idle_by_choice: boolean;
    at_school: boolean;
  }>("members");
  const entries = await all<{
    id: string;
    kind: string;
    day: string;
    amount_fen: number;
    reimbursed_fen: number;
    realised: boolean;
    reverses: string | null;
    member_id: string | null;
  }>("account_entries");
  const cases = await all<{ id: string; state: string; opened_on: string; recognised_on: string | null }>(
    "cases",
  );
  const steps = await rows<{
    case_id: string;
    action: string;
    from_state: string;
    to_state: string;
    day: string;
  }>(
    `select case_id, action, from_state, to_state, to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day
     from casework.case_steps where county_code = ? order by at`,
    [COUNTY],
  );
  const risks = await all<{ case_id: string; cause: string; opened_on: string; closed_on: string | null }>(
    "case_risks",
  );
  const issues = await all<{ opened_on: string; closed_on: string | null }>("guarantee_issues");
  const isOpen = ({ opened_on, closed_on }: { opened_on: string; closed_on: string | null }) =>
    opened_on <= last && (closed_on === null || closed_on > last);
  const group = <Row>(list: readonly Row[], key: (row: Row) => string) => {
    const groups = new Map<string, Row[]>();
    for (const row of list) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
    return (name: string) => groups.get(name) ?? [];
  };
  const spells = await rows<Work & { member_id: string; ended_on: string }>(
    "select * from casework.ended_work_spells where county_code = ? order by ended_on, id",
    [COUNTY],
  );
  const workAt = (person: Work & { id: string }): Work =>
    spells.find(({ member_id, ended_on }) => member_id === person.id && ended_on > last) ?? person;
  const isIdle = ({ employed, idle_by_choice, idle_since }: Work) =>
    !employed && !idle_by_choice && (idle_since === null || idle_since < month);
  const reversed = new Set(entries.map(({ reverses }) => reverses));
  const standing = entries.filter(({ id, reverses }) => reverses === null && !reversed.has(id));
  const stepsOf = group(steps, (step) => step.case_id);
  const stateOf = (matter: { id: string; state: string }) => {
    const its = stepsOf(matter.id);
    return (
      its.filter(({ day }) => day <= last).at(-1)?.to_state ??
      its.find(({ day }) => day > last)?.from_state ??
      matter.state
    );
  };
  const settled = ["ELIMINATED", "DISMISSED", "CLOSED"];
  const isIncome = (kind: string) => (INCOME_KINDS as readonly string[]).includes(kind);
  const [membersOf, entriesOf, casesOf, risksOf, issuesOf] = [
    group(members, (row) => row.household_id),
    group(standing, (row) => row.household_id),
    group(cases, (row) => row.household_id),
    group(risks, (row) => row.case_id),
    group(issues, (row) => row.household_id),
  ];
  const aged = (born: string, years: number) => `${Number(born.slice(0, 4)) + years}${born.slice(4)}` < next;
  const householdsOf = group(households, (row) => row.village_code);
  return villages.flatMap(({ code, households: resident, labour_force }): ExactVillage[] => {
    const own = householdsOf(code);
    if (own.length === 0) return [];
    const sums = { VUL: 0, MARGIN: 0, FLOW: 0, SHOCK: 0, JOBS: 0, GUARANTEE: 0, accounts: 0, labour: 0 };
    for (const { id } of own) {
      const people = membersOf(id).filter(
        ({ born_on, left_on }) => born_on <= last && (left_on === null || left_on > last),
      );
      const labour = people.filter(
        (person) =>
          person.labour !== "NONE" &&
          !person.at_school &&
          aged(person.born_on, 16) &&
          !aged(person.born_on, 60),
      );
      const money = entriesOf(id);
      const earned = (member: string) =>
        money.some(
          (entry) =>
            entry.member_id === member &&
            entry.kind === "WAGE" &&
            entry.realised &&
            entry.day.startsWith(month.slice(0, 7)),
        );
      sums.labour += labour.length;
      sums.JOBS += labour.filter((person) => isIdle(workAt(person)) && !earned(person.id)).length;
      const account = householdAccount({
        persons: Math.max(1, people.length),
        assessed: next,
        entries: money.flatMap(({ kind, ...entry }) =>
          isIncome(kind)
            ? [
                {
                  kind: kind as (typeof INCOME_KINDS)[number],
                  amountFen: entry.amount_fen,
                  date: entry.day,
                  realised: entry.realised,
                  oneOff: false,
                },
              ]
            : [],
        ),
        rigid: money.flatMap(({ kind, ...entry }) =>
          isIncome(kind)
            ? []
            : [
                {
                  kind: kind as (typeof RIGID_KINDS)[number],
                  grossFen: entry.amount_fen,
                  reimbursedFen: entry.reimbursed_fen,
                  date: entry.day,
                },
              ],
        ),
      });
      expect([account.window.firstDay, account.window.lastDay]).toEqual([from, last]);
      const counted = [...account.entries, ...account.rigidEntries].some(
        ({ treatment }) => treatment === "COUNTED",
      );
      if (counted && people.length > 0) {
        sums.accounts += 1;
        // The line of Jiangxi is 8,500 yuan a head and year.
        if (account.afterRigidFen / people.length < 1.5 * 850_000) sums.MARGIN += 1;
      }
      const matters = casesOf(id).filter(
        ({ opened_on, recognised_on }) => opened_on <= last || (recognised_on ?? "9999") <= last,
      );
      const states = matters.map(stateOf);
      if (states.some((state) => /^(ANNOUNCEMENT|ASSISTED|KEPT_WATCHED|ELIMINATION_)/.test(state)))
        sums.VUL += 1;
      const recognised = matters.flatMap((matter) => [
        matter.recognised_on ?? "",
        ...stepsOf(matter.id).flatMap(({ action, day }) => (action === "RECOGNISE" ? [day] : [])),
      ]);
      if (recognised.some((day) => day >= from && day <= last)) sums.FLOW += 1;
      const struck = matters.some(
        (matter, index) =>
          !settled.includes(states[index] ?? "") &&
          risksOf(matter.id).some((risk) => ["DISASTER", "ACCIDENT"].includes(risk.cause) && isOpen(risk)),
      );
      const { MEDICAL } = account.rigid;
      if (struck || (MEDICAL > 0 && MEDICAL >= account.netFen / 2)) sums.SHOCK += 1;
      if (issuesOf(id).some(isOpen)) sums.GUARANTEE += 1;
    }
    const all_ = Math.max(resident, own.length);
    const of = (numerator: number, denominator = all_) => ({ numerator, denominator });
    return [
      {
        village: code,
        counts: {
          VUL: of(sums.VUL),
          MARGIN: of(sums.MARGIN, sums.accounts),
          FLOW: of(sums.FLOW),
          SHOCK: of(sums.SHOCK),
          JOBS: of(sums.JOBS, Math.max(labour_force, sums.labour)),
          GUARANTEE: of(sums.GUARANTEE),
        },
      },
    ];
  });
}
