import { isDay } from "../../geo/days.ts";
import type { Cause } from "../../geo/measures.ts";
import { ANSWERS, answersAll, CAUSES, MEASURES } from "../../geo/measures.ts";
import { selectCase } from "../cases/queries.ts";
import type { Context, Sql } from "../context.ts";
import { conflict, notFound, type Refused, refuse } from "../refusals.ts";
import { refusing, stop } from "../refusing.ts";
import { isUuid } from "../uuid.ts";
import {
  insertMeasure,
  insertRisk,
  selectMeasure,
  selectRisk,
  selectRisks,
  todayOf,
  updateMeasure,
  updateRiskClosed,
} from "./queries.ts";
import type { DisasterKindName, Measure, MeasureEffectName, MeasureInput, Risk } from "./type.ts";

const invalid = (context: Context, zh: string, en: string) => stop(refuse(context, "INVALID", zh, en));

const checkId = (context: Context, id: string) => {
  if (!isUuid(id)) invalid(context, "标识须为 UUID。", "The id must be a UUID.");
};

/** A case that risks and measures may still be added to. */
async function openCaseOf(context: Context, sql: Sql, caseId: string) {
  const matter = (await selectCase(sql, caseId)) ?? stop(notFound(context));
  if (matter.closedOn !== null) stop(refuse(context, "ALREADY_DONE", "对象已办结。", "The case is closed."));
  return matter;
}

export interface RiskGiven {
  readonly id: string;
  readonly caseId: string;
  readonly cause: Cause;
  readonly disasterKind: DisasterKindName | null;
  readonly isMain: boolean;
}

/** Names a risk of a case; one of them is the main one. */
export function addRisk(context: Context, given: RiskGiven): Promise<Risk | Refused> {
  return refusing(context, async ({ sql, record }) => {
    checkId(context, given.id);
    const before = await selectRisk(sql, given.id);
    if (before)
      return before.caseId === given.caseId && before.cause === given.cause
        ? before
        : stop(refuse(context, "OTHER_CONTENT", "此标识已用于另一风险。", "Another risk has this id."));
    if ((given.cause === "DISASTER") !== (given.disasterKind !== null))
      invalid(
        context,
        "因自然灾害须填灾害类型，其他风险不填。",
        "A disaster needs its kind, and only a disaster has one.",
      );
    const matter = await openCaseOf(context, sql, given.caseId);
    const open = (await selectRisks(sql, [matter.id])).filter((risk) => risk.closedOn === null);
    if (open.some((risk) => risk.cause === given.cause || (given.isMain && risk.isMain)))
      return stop(
        refuse(
          context,
          "ALREADY_DONE",
          "该风险已登记，或已有主要风险。",
          "This risk is recorded already, or there is a main one.",
        ),
      );
    await insertRisk(sql, { ...given });
    await record({
      action: "risk.add",
      kind: "Risk",
      id: given.id,
      regionCode: matter.villageCode,
      detail: { case: matter.id, main: given.isMain },
    });
    return (await selectRisk(sql, given.id)) ?? stop(notFound(context));
  });
}

export function closeRisk(context: Context, id: string, rowVersion: number): Promise<Risk | Refused> {
  return refusing(context, async ({ sql, record }) => {
    const risk = isUuid(id) ? await selectRisk(sql, id) : null;
    if (!risk) return stop(notFound(context));
    if (!(await updateRiskClosed(sql, id, rowVersion))) return stop(conflict(context, risk.rowVersion));
    await record({
      action: "risk.close",
      kind: "Risk",
      id,
      regionCode: risk.villageCode,
      detail: { case: risk.caseId },
    });
    return (await selectRisk(sql, id)) ?? stop(notFound(context));
  });
}

/** Records a measure for risks it can answer; for others it says what fits. */
export function recordMeasure(context: Context, given: MeasureInput): Promise<Measure | Refused> {
  return refusing(context, async ({ sql, record }) => {
    checkId(context, given.id);
    const before = await selectMeasure(sql, given.id);
    if (before)
      return before.caseId === given.caseId && before.kind === given.kind
        ? before
        : stop(refuse(context, "OTHER_CONTENT", "此标识已用于另一措施。", "Another measure has this id."));
    if (!isDay(given.startedOn) || given.costFen < 0)
      invalid(
        context,
        "开始日须为 YYYY-MM-DD，花费不得为负。",
        "The first day is YYYY-MM-DD, and the cost is not negative.",
      );
    const matter = await openCaseOf(context, sql, given.caseId);
    const asked = new Set(given.riskIds.map((id) => id.toLowerCase()));
    const risks = (await selectRisks(sql, [matter.id])).filter(
      (risk) => risk.closedOn === null && asked.has(risk.id),
    );
    if (risks.length === 0 || risks.length !== asked.size)
      return stop(
        refuse(
          context,
          "GUARDS_FAILED",
          "措施须针对该对象至少一项未消除的风险。",
          "A measure answers at least one open risk of the case, and no other.",
          ["OPEN_RISK_NAMED"],
        ),
      );
    if (
      !answersAll(
        given.kind,
        risks.map(({ cause }) => cause),
      )
    )
      return stop(unfitting(context, given, risks));
    await insertMeasure(sql, {
      ...given,
      fundSource: given.fundSource ?? null,
      riskIds: risks.map(({ id }) => id),
    });
    await record({
      action: "measure.record",
      kind: "Measure",
      id: given.id,
      regionCode: matter.villageCode,
      detail: { case: matter.id, kind: given.kind, risks: risks.length },
    });
    return (await selectMeasure(sql, given.id)) ?? stop(notFound(context));
  });
}

function unfitting(context: Context, { kind }: MeasureInput, risks: readonly Risk[]): Refused {
  const wrong = risks.filter(({ cause }) => !answersAll(kind, [cause]));
  const zh = wrong.map(
    ({ cause }) =>
      `“${MEASURES[kind].zh}”不针对“${CAUSES[cause].zh}”，可用：${ANSWERS[cause].map((each) => MEASURES[each].zh).join("、")}。`,
  );
  const en = wrong.map(
    ({ cause }) =>
      `"${MEASURES[kind].en}" does not answer "${CAUSES[cause].en}"; what does: ${ANSWERS[cause].map((each) => MEASURES[each].en).join(", ")}.`,
  );
  return refuse(
    context,
    "DOES_NOT_FIT",
    zh.join(""),
    en.join(" "),
    wrong.map(({ cause }) => cause),
  );
}

/** Ends a measure, or notes what came of it. */
export function changeMeasure(
  context: Context,
  given: { id: string; rowVersion: number; endedOn: string | null; effect: MeasureEffectName | null },
): Promise<Measure | Refused> {
  return refusing(context, async ({ sql, record }) => {
    const measure = isUuid(given.id) ? await selectMeasure(sql, given.id) : null;
    if (!measure) return stop(notFound(context));
    const { endedOn } = given;
    if (
      endedOn !== null &&
      (!isDay(endedOn) || endedOn < measure.startedOn || endedOn > (await todayOf(sql)))
    )
      invalid(
        context,
        `结束日须在 ${measure.startedOn} 与今天之间。`,
        `The last day lies between ${measure.startedOn} and today.`,
      );
    if (!(await updateMeasure(sql, given))) return stop(conflict(context, measure.rowVersion));
    await record({
      action: endedOn === null ? "measure.check" : "measure.end",
      kind: "Measure",
      id: measure.id,
      regionCode: measure.villageCode,
      detail: { case: measure.caseId, endedOn, effect: given.effect },
    });
    return (await selectMeasure(sql, measure.id)) ?? stop(notFound(context));
  });
}
