import { createHash } from "node:crypto";
import type { DemoCounty } from "./county.ts";
import { dayAfter, firstDay, wholeQuarters } from "./months.ts";
import { PLANTED } from "./planted.ts";
import { fundsOfYear } from "./quarters.ts";
import { apportion, Random } from "./random.ts";

export type FundKind = "ALLOCATED" | "DISBURSED" | "SETTLED" | "RETURNED";

export interface DemoMovement {
  id: string;
  source: string;
  year: number;
  project: string | null;
  kind: FundKind;
  amountFen: number;
  day: string;
  document: string | null;
}

interface Pot {
  source: string;
  project: string | null;
  /** Share of what is allocated in a quarter of the year, 0 to 3. */
  share: (quarter: number) => number;
  /** What it pays out where another pot pays out 1. */
  pace: (quarter: number) => number;
  allocated: number;
  disbursed: number;
  settled: number;
  /** What was disbursed by the end of the quarter before: receipts come later. */
  before: number;
}

/**
 * The movements of a county that add up, quarter by quarter, to what it reports as available and paid. What is left of a
 * year is paid, or given back, in the first quarter of the next.
 */
export function fundMovementsOf(county: DemoCounty, months: number): DemoMovement[] {
  const quarters = wholeQuarters(months);
  if (quarters.length === 0) return [];
  const years = new Set(quarters.map((quarter) => Math.floor(quarter / 12)));
  return [...years].flatMap((year) => movementsOfYear(county, year));
}

function movementsOfYear(county: DemoCounty, year: number): DemoMovement[] {
  const { code } = county.plan;
  const random = new Random(code, "fund movements", year);
  const pots = potsOf(county, year);
  const movements: DemoMovement[] = [];
  const move = (pot: Pot, kind: FundKind, amountFen: number, day: string) => {
    if (amountFen <= 0) return;
    if (kind === "ALLOCATED") pot.allocated += amountFen;
    else if (kind === "SETTLED") pot.settled += amountFen;
    else pot.disbursed += amountFen;
    const { source, project } = pot;
    movements.push({
      id: uuidOf([code, year, source, project ?? "", kind, day].join("/")),
      source,
      year,
      project,
      kind,
      amountFen,
      day,
      document: kind === "ALLOCATED" ? `模拟资〔${year}〕${Number(day.slice(5, 7))}号` : null,
    });
  };
  const dayIn = (month: number, from: number, to: number) =>
    dayAfter(firstDay(month), random.integer(from, to) - 1);

  let last = { budget: 0, paid: 0 };
  const ends = fundsOfYear(county, year);
  ends.forEach((end, quarter) => {
    const month = 12 * year + 3 * quarter;
    const shares = pots.map((pot) => pot.share(quarter));
    apportion(end.budget - last.budget, shares).forEach((amount, index) => {
      move(pots[index] as Pot, "ALLOCATED", amount, dayIn(month, 5, 25));
    });
    // By the room there is, so that no pot pays out more than it has.
    const room = pots.map((pot) => (pot.allocated - pot.disbursed) * pot.pace(quarter));
    for (const pot of pots) pot.before = pot.disbursed;
    apportion(end.paid - last.paid, room).forEach((amount, index) => {
      move(pots[index] as Pot, "DISBURSED", amount, dayIn(month + 2, 5, 25));
    });
    for (const pot of pots) {
      // A pot that lies idle moves in no way.
      if (pot.pace(quarter) === 0 || end.paid === last.paid) continue;
      const settled = Math.floor(pot.before * random.between(0.75, 0.92));
      move(pot, "SETTLED", settled - pot.settled, dayIn(month + 2, 26, 28));
    }
    last = end;
  });
  if (ends.length < 4) return movements;
  const next = 12 * (year + 1);
  const isReturned = random.chance(0.25);
  for (const pot of pots) {
    const left = pot.allocated - pot.disbursed;
    const [paid, settling] = [dayIn(next + 1, 5, 25), dayIn(next + 2, 10, 28)];
    const spent = pot.disbursed + (isReturned ? 0 : left);
    move(pot, isReturned ? "RETURNED" : "DISBURSED", left, paid);
    move(pot, "SETTLED", spent - pot.settled, settling);
  }
  return movements;
}

const always = (value: number) => () => value;

function potsOf(county: DemoCounty, year: number): Pot[] {
  const { code } = county.plan;
  const { idleFund, slowProject } = PLANTED;
  const pot = (
    source: string,
    project: string | null,
    share: Pot["share"],
    pace: Pot["pace"] = always(1),
  ): Pot => ({ source, project, share, pace, allocated: 0, disbursed: 0, settled: 0, before: 0 });
  const funded = county.projects.filter(({ status }) => status !== "PLANNED" && status !== "CLOSED");
  const projects = new Random(code, "fund projects").sample(funded, 4);
  const pots = [
    pot("central", null, always(0.46)),
    pot("province", null, always(0.2)),
    pot("county", null, always(0.14)),
    pot("east-west", null, always(0.08)),
    ...projects
      .slice(1)
      .map(({ code: project }, index) => pot(index < 2 ? "central" : "east-west", project, always(0.04))),
  ];
  const [first] = projects;
  if (first) {
    const isSlow = code === slowProject.county && year === slowProject.year;
    pots.push(
      pot(
        slowProject.source,
        first.code,
        always(isSlow ? slowProject.share : 0.04),
        always(isSlow ? slowProject.pace : 1),
      ),
    );
  }
  if (code === idleFund.county && year === idleFund.year)
    // The whole share comes at once, and a little of it is spent before it is forgotten.
    pots.push(
      pot(
        idleFund.source,
        null,
        (quarter) => (quarter === 0 ? idleFund.share : 0),
        (quarter) => (quarter === 0 ? 0.1 : 0),
      ),
    );
  return pots;
}

/** The same name gives the same identity. */
function uuidOf(name: string): string {
  const hex = createHash("sha256").update(`atlas fund ${name}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
