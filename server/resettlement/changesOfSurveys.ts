import { isDay } from "../../geo/days.ts";
import { quarterOfDay, quarterToDate } from "../../geo/quarters.ts";
import { TODAY } from "../caseworkSql.ts";
import type { Context } from "../context.ts";
import { conflict, notFound, type Refused, refuse } from "../refusals.ts";
import { refusing } from "../refusing.ts";
import { findSettlementSurvey } from "./queries.ts";
import type { SettlementSurvey, SettlementSurveyInput } from "./type.ts";

interface Survey extends Required<Omit<SettlementSurveyInput, "vacantSince">> {
  /** First day of the quarter. */
  readonly first: string;
  readonly vacantSince: string | null;
}

interface Facts {
  readonly today: string;
  readonly households: number;
  readonly isKnown: boolean;
}

function refuseCounts(context: Context, survey: Survey, households: number): Refused | null {
  const { dwellings, occupied, returnedHouseholds } = survey;
  const whole = [dwellings, occupied, returnedHouseholds].every(Number.isSafeInteger);
  if (!whole || dwellings < 1 || dwellings > 100_000 || occupied < 0 || occupied > dwellings)
    return refuse(
      context,
      "INVALID",
      `住房须为 1 至 100000 套、居住 0 至 ${dwellings} 套（收到 ${dwellings}、${occupied}）。`,
      `Dwellings are 1 to 100,000 and 0 to ${dwellings} of them lived in (got ${dwellings} and ${occupied}).`,
    );
  if (returnedHouseholds < 0 || returnedHouseholds > households)
    return refuse(
      context,
      "INVALID",
      `返迁 ${returnedHouseholds} 户，应为 0 至安置区的 ${households} 户。`,
      `${returnedHouseholds} households gone back; it takes 0 to the ${households} of the settlement.`,
    );
  return null;
}

function refuseDays(context: Context, survey: Survey, today: string): Refused | null {
  const { first, surveyedOn, vacantSince, dwellings, occupied } = survey;
  if (!isDay(surveyedOn) || surveyedOn < first || surveyedOn > today)
    return refuse(
      context,
      "INVALID",
      `调查日 ${surveyedOn.slice(0, 20)} 应在季度首日 ${first} 至今天（${today}）之间。`,
      `The day of the survey, ${surveyedOn.slice(0, 20)}, lies between ${first}, the first of the quarter, and today (${today}).`,
    );
  const sound =
    vacantSince === null || (isDay(vacantSince) && vacantSince <= surveyedOn && occupied < dwellings);
  if (sound) return null;
  const shown = (vacantSince ?? "").slice(0, 20);
  return refuse(
    context,
    "INVALID",
    `最久空置起始日 ${shown} 不晚于调查日 ${surveyedOn}，且须有空置住房；没有空置请不填。`,
    `${shown}, from which a dwelling stands empty, is not after the survey of ${surveyedOn}, and some must be empty; leave it out where none is.`,
  );
}

const isSame = (before: SettlementSurvey, survey: Survey) =>
  before.surveyedOn === survey.surveyedOn &&
  before.dwellings === survey.dwellings &&
  before.occupied === survey.occupied &&
  before.vacantSince === survey.vacantSince &&
  before.returnedHouseholds === survey.returnedHouseholds;

/** Records a survey of a quarter, or corrects it by a new revision. The same content sent twice is told once more. */
export function recordSettlementSurvey(
  context: Context,
  given: SettlementSurveyInput,
): Promise<SettlementSurvey | Refused> {
  const first = quarterToDate(given.quarter);
  if (first === null)
    return Promise.resolve(
      refuse(
        context,
        "INVALID",
        `季度 ${given.quarter.slice(0, 20)} 无效，应形如 2026Q3。`,
        `${given.quarter.slice(0, 20)} is not a quarter; write it like 2026Q3.`,
      ),
    );
  const survey: Survey = { ...given, first, vacantSince: given.vacantSince ?? null };
  return refusing(context, async ({ sql }) => {
    const [facts] = await sql<Facts>(
      /* sql */ `
      select ${TODAY} as today, households, access.works_in_county(county_code) as "isKnown"
      from atlas.settlements where code = :settlement`,
      { settlement: survey.settlement },
    );
    if (!facts?.isKnown) return notFound(context);
    if (first > quarterOfDay(facts.today))
      return refuse(
        context,
        "INVALID",
        `季度 ${given.quarter} 还没有开始。`,
        `The quarter ${given.quarter} has not begun.`,
      );
    const bad = refuseCounts(context, survey, facts.households) ?? refuseDays(context, survey, facts.today);
    if (bad) return bad;
    const before = await findSettlementSurvey(sql, survey.settlement, first);
    if (before && isSame(before, survey)) return before;
    const seen = before?.revision ?? 0;
    if (seen !== survey.revision) return conflict(context, seen);
    await sql(
      `select casework.record_settlement_survey(:settlement, :first::date, :surveyedOn::date, :dwellings::integer, :occupied::integer,
         :vacantSince::date, :returnedHouseholds::integer, :revision::integer, :isDemo::boolean)`,
      // What demonstration people record goes when they go.
      { ...survey, isDemo: context.viewer?.isDemo ?? false },
    );
    return (await findSettlementSurvey(sql, survey.settlement, first)) ?? notFound(context);
  });
}
