import { addDays } from "../../geo/days.ts";
import { assessHousehold } from "../../geo/householdCandidate.ts";
import type { CaseState } from "../../geo/procedureFacts.ts";
import { accountOf, circumstancesOf } from "../households/account.ts";
import { CANARIES } from "./canaries.ts";
import { caseOf, type DemoCase, progressOf, RECOGNISED, STABLE } from "./householdCases.ts";
import { type DemoEntry, entriesOf, type Livelihood } from "./householdMoney.ts";
import { type DemoMember, membersOf, type Serials } from "./householdPeople.ts";
import { demoId } from "./people.ts";
import { Random } from "./random.ts";

export type Category = "UNSTABLE_LIFTED_OUT" | "MARGINAL" | "SUDDEN_SEVERE_DIFFICULTY";
export type Grade = "RED" | "BLUE" | "YELLOW";

export interface DemoAssessment {
  readonly id: string;
  readonly day: string;
  readonly result: ReturnType<typeof assessHousehold>;
  readonly account: ReturnType<typeof accountOf>;
}

export interface DemoHousehold {
  readonly id: string;
  readonly number: string;
  readonly village: string;
  readonly formerlyPoor: boolean;
  /** What the case proposes; the household carries it while it is recognised. */
  readonly category: Category | null;
  readonly grade: Grade | null;
  readonly status: "ORDINARY" | "WATCHED" | "ELIMINATED";
  readonly lacksFunds: boolean;
  readonly lacksSkills: boolean;
  readonly members: readonly DemoMember[];
  readonly entries: readonly DemoEntry[];
  readonly consent: { readonly givenOn: string; readonly withdrawnOn: string | null } | null;
  readonly issues: readonly {
    readonly kind: string;
    readonly openedOn: string;
    readonly closedOn: string | null;
  }[];
  readonly matter: DemoCase | null;
  readonly assessments: readonly DemoAssessment[];
}

/** States the case of every third village goes through in turn, so that each stands somewhere. */
const IN_TURN: readonly CaseState[] = [
  "LEAD",
  "CONSENT",
  "VERIFICATION",
  "COMPARISON",
  "VILLAGE_REVIEW",
  "NOTICE",
  "TOWNSHIP_CHECK",
  "COUNTY_DECISION",
  "ANNOUNCEMENT",
  "KEPT_WATCHED",
  "ELIMINATION_REVIEW",
  "ELIMINATION_NOTICE",
  "ELIMINATION_CHECK",
  "ELIMINATION_DECISION",
  "DISMISSED",
  "CLOSED",
];

/** State of the case of the k-th household of the n-th village; null for a household without one. */
function stateOf(village: number, household: number): CaseState | null {
  // The villages of the demonstration worker hold a case in every state between them.
  if (village < 2) return [...IN_TURN, "ASSISTED", "ELIMINATED"][village * 9 + household] as CaseState | null;
  if (household === 0) return village % 4 === 3 ? "ELIMINATED" : "ASSISTED";
  return household === 1 && village % 3 === 0 ? (IN_TURN[(village / 3) % IN_TURN.length] ?? null) : null;
}

export interface DemoHouseholdPlan {
  readonly today: string;
  /** Monitoring line of a province, fen per head and year; null where none is known. */
  readonly lineOf: (province: string) => number | null;
  /** Identity numbers given so far. */
  readonly serials: Serials;
}

/** Households of the villages of one county, a function of the codes and the day of loading. */
export function householdsOf(villages: readonly string[], plan: DemoHouseholdPlan): DemoHousehold[] {
  return villages.flatMap((village, index) => {
    const count = index < 2 ? 9 : new Random(village, "households").integer(6, 8);
    return Array.from({ length: count }, (_, place) => householdOf(village, { index, place }, plan));
  });
}

function householdOf(
  village: string,
  { index, place }: { index: number; place: number },
  { today, lineOf, serials }: DemoHouseholdPlan,
): DemoHousehold {
  const number = `${village}-${String(place + 1).padStart(4, "0")}`;
  const random = new Random(number, "household");
  const state = stateOf(index, place);
  const matter = state === null ? null : caseOf(number, state, new Random(number, "case"), today);
  const formerlyPoor = random.chance(0.35);
  const canary = village.startsWith("360827") && index === 0 ? CANARIES[place] : undefined;
  const people = new Random(number, "people");
  const members = membersOf(
    number,
    { random: people, today, serials },
    // Who cannot work is kept watched, not eliminated.
    {
      withoutLabour: !canary && (state === "KEPT_WATCHED" || (state === "ASSISTED" && random.chance(0.25))),
      canary,
    },
  );
  const livelihood = livelihoodOf(state, random);
  const entries = entriesOf(number, { random: new Random(number, "money"), today, members }, livelihood);
  const lacksFunds = random.chance(0.2);
  const lacksSkills = random.chance(0.25);
  const lineFen = lineOf(village.slice(0, 2));
  const assess = (day: string): DemoAssessment | null => {
    if (lineFen === null) return null;
    const account = accountOf(entries, members.length, day);
    const circumstances = circumstancesOf(
      { formerlyPoor, lacksFunds, lacksSkills, suddenEvent: livelihood === "SHOCK" },
      members,
      null,
    );
    const result = assessHousehold(account, circumstances, lineFen);
    return { id: demoId(`assessment ${number} ${day}`), day, result, account };
  };
  const assessments = assessmentDays(matter, today).flatMap((day) => assess(day) ?? []);
  const recognised = state !== null && RECOGNISED.includes(state);
  const proposed = matter !== null && (recognised || state === "CLOSED" || progressOf(matter.state) >= 5);
  const category: Category =
    livelihood === "SHOCK" ? "SUDDEN_SEVERE_DIFFICULTY" : formerlyPoor ? "UNSTABLE_LIFTED_OUT" : "MARGINAL";
  return {
    id: demoId(`household ${number}`),
    number,
    village,
    formerlyPoor,
    category: proposed ? category : null,
    grade: proposed ? (assessments[0]?.result.card ?? "YELLOW") : null,
    status: state === "ELIMINATED" ? "ELIMINATED" : recognised ? "WATCHED" : "ORDINARY",
    lacksFunds,
    lacksSkills,
    members,
    entries,
    consent: consentOf(matter, random, today),
    issues: random.chance(0.08)
      ? [
          {
            kind: random.pick(["EDUCATION", "MEDICAL", "HOUSING", "WATER"]),
            openedOn: addDays(today, -random.integer(20, 200)),
            closedOn:
              random.chance(0.5) || (state !== null && STABLE.includes(state))
                ? addDays(today, -random.integer(5, 19))
                : null,
          },
        ]
      : [],
    matter,
    assessments,
  };
}

function livelihoodOf(state: CaseState | null, random: Random): Livelihood {
  if (state === null) return random.chance(0.03) ? "POOR" : "FAIR";
  if (STABLE.includes(state)) return "RECOVERED";
  if (state === "DISMISSED" || state === "CLOSED") return "FAIR";
  return random.chance(0.25) ? "SHOCK" : "POOR";
}

/** At the verification, and again half a year later where elimination was proposed. */
function assessmentDays(matter: DemoCase | null, today: string): string[] {
  if (matter === null) return [];
  return matter.steps
    .filter(({ action }) => ["COMPLETE_VERIFICATION", "PROPOSE_ELIMINATION", "KEEP_WATCHED"].includes(action))
    .flatMap(({ action, at }) => {
      const day = at.slice(0, 10);
      // Entries reach back two years, a window one.
      if (day < addDays(today, -350)) return [];
      return action === "COMPLETE_VERIFICATION" ? [day] : [addDays(day, -190), day];
    })
    .filter((day, index, days) => day >= addDays(today, -350) && days.indexOf(day) === index);
}

function consentOf(matter: DemoCase | null, random: Random, today: string): DemoHousehold["consent"] {
  const asked = matter?.steps.find(({ action }) => action === "RECORD_CONSENT");
  if (asked) return { givenOn: asked.at.slice(0, 10), withdrawnOn: null };
  if (matter !== null || random.chance(0.14)) return null;
  const givenOn = addDays(today, -random.integer(100, 600));
  return { givenOn, withdrawnOn: random.chance(0.03) ? addDays(givenOn, random.integer(10, 90)) : null };
}
