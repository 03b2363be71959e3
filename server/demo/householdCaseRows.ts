import { figuresOf } from "../households/account.ts";
import { workingDaysAfter } from "../workingDays.ts";
import type { DemoHousehold } from "./householdPlan.ts";
import type { Posts, Row, TableRows } from "./householdRows.ts";
import { morningOf } from "./householdTime.ts";
import { demoId } from "./people.ts";

/** Measure that answers a cause. */
const ANSWER: Record<string, string> = {
  ILLNESS: "MEDICAL_ASSISTANCE",
  SCHOOLING: "SCHOOLING_AID",
  DISABILITY: "SUBSISTENCE_ALLOWANCE",
  ACCIDENT: "TEMPORARY_AID",
  INDUSTRY_FAILURE: "INDUSTRY",
  JOB_INSTABILITY: "EMPLOYMENT",
  LABOUR_SHORTAGE: "SUBSISTENCE_ALLOWANCE",
  HOUSING: "HOUSING_REPAIR",
  WATER: "DRINKING_WATER",
};

/** Leads, cases and what is done in them. The steps come after the notices, without which the database refuses some. */
export function caseTables({ workerOf, personOf }: Posts, today: string): TableRows[] {
  const ofCase =
    (make: (matter: NonNullable<DemoHousehold["matter"]>, household: DemoHousehold) => Row[]) =>
    (household: DemoHousehold) =>
      household.matter === null ? [] : make(household.matter, household);
  const riskId = (number: string, cause: string) => demoId(`risk ${number} ${cause}`);
  const due = (since: string) => workingDaysAfter(since, 3);
  const helped = ({ state }: { state: string }) =>
    ![
      "LEAD",
      "CONSENT",
      "VERIFICATION",
      "COMPARISON",
      "VILLAGE_REVIEW",
      "NOTICE",
      "TOWNSHIP_CHECK",
      "COUNTY_DECISION",
      "ANNOUNCEMENT",
      "DISMISSED",
    ].includes(state);
  /** One in eight assisted households still waits for its first measure. */
  const hasMeasure = ({ matter, number }: DemoHousehold) =>
    matter !== null &&
    helped(matter) &&
    (matter.state !== "ASSISTED" || Number.parseInt(demoId(number).slice(0, 2), 16) % 8 !== 0);

  return [
    {
      table: "leads",
      columns: "id village_code channel household_id cause received_by received_at status",
      rows: ofCase((matter, h) => [
        [
          matter.leadId,
          h.village,
          matter.channel,
          h.id,
          matter.causes[0],
          matter.channel === "INSPECTION" ? workerOf(h.village) : null,
          morningOf(matter.openedOn),
          "IN_CASE",
        ],
      ]),
    },
    {
      table: "cases",
      columns:
        "id household_id lead_id village_code state_since owner_id category grade opened_on due_on is_demo",
      rows: ofCase((matter, h) => [
        [
          matter.id,
          h.id,
          matter.leadId,
          h.village,
          morningOf(matter.openedOn),
          workerOf(h.village),
          h.category,
          h.grade,
          matter.openedOn,
          matter.settledOn ? null : due(matter.since),
          true,
        ],
      ]),
    },
    {
      table: "case_risks",
      columns: "id case_id household_id village_code cause is_main opened_on closed_on",
      rows: ofCase((matter, h) =>
        matter.causes.map((cause, index) => [
          riskId(h.number, cause),
          matter.id,
          h.id,
          h.village,
          cause,
          index === 0,
          matter.openedOn,
          // Elimination is proposed once no risk is open.
          matter.steps
            .find(({ action }) =>
              ["PROPOSE_ELIMINATION", "KEEP_WATCHED", "DISMISS", "CLOSE"].includes(action),
            )
            ?.at.slice(0, 10) ?? null,
        ]),
      ),
    },
    {
      table: "notices",
      columns: "id case_id village_code kind body days posted_at take_down_at taken_down_at posted_by",
      rows: ofCase((matter, h) =>
        matter.notices.map((notice) => [
          notice.id,
          matter.id,
          h.village,
          notice.kind,
          notice.kind === "RECOGNITION" ? "监测对象认定公示" : "风险消除公示",
          5,
          notice.postedAt,
          later(notice.postedAt, 5),
          notice.isDown ? later(notice.postedAt, 5) : null,
          workerOf(h.village),
        ]),
      ),
    },
    {
      table: "case_steps",
      columns: "id case_id village_code action from_state to_state by_person at reason",
      rows: ofCase((matter, h) =>
        matter.steps.map((step) => [
          step.id,
          matter.id,
          h.village,
          step.action,
          step.from,
          step.to,
          personOf(h.village, step.byOffice),
          step.at,
          step.reason,
        ]),
      ),
    },
    {
      table: "assessments",
      columns:
        "id household_id case_id village_code assessed_on persons line_fen net_fen rigid_fen stable_net_fen candidate grade detail",
      rows: (h) =>
        h.assessments.map(({ id, day, account, result }) => [
          id,
          h.id,
          h.matter?.id,
          h.village,
          day,
          account.persons,
          (result.gapToLineFen + account.netFen) / account.persons,
          account.netFen,
          account.rigidFen,
          account.stableNetFen,
          result.candidate,
          result.card,
          JSON.stringify({ ...figuresOf(account), ...result }),
        ]),
    },
    {
      table: "tasks",
      columns: "id kind village_code lead_id case_id household_id owner_id due_on done_at result",
      rows: ofCase((matter, h) => {
        const open = ["LEAD", "CONSENT", "VERIFICATION"].includes(matter.state);
        const dueOn = due(matter.openedOn);
        return [
          [
            demoId(`task ${h.number}`),
            "VISIT",
            h.village,
            matter.leadId,
            matter.id,
            h.id,
            workerOf(h.village),
            dueOn,
            open ? null : morningOf(dueOn < today ? dueOn : matter.openedOn),
            open ? null : "CONFIRMED",
          ],
        ];
      }),
    },
    {
      table: "measures",
      columns:
        "id case_id household_id village_code kind fund_source cost_fen owner_id started_on effect effect_checked_on",
      rows: (h) =>
        h.matter === null || !hasMeasure(h)
          ? []
          : h.matter.causes.map((cause) => {
              const announced =
                h.matter?.steps.find(({ action }) => action === "ANNOUNCE")?.at.slice(0, 10) ?? today;
              const checked = h.matter?.state === "ASSISTED" ? null : (h.matter?.since ?? null);
              return [
                demoId(`measure ${h.number} ${cause}`),
                h.matter?.id,
                h.id,
                h.village,
                ANSWER[cause],
                "COUNTY",
                120_000,
                workerOf(h.village),
                announced,
                checked && "EFFECTIVE",
                checked,
              ];
            }),
    },
    {
      table: "measure_risks",
      columns: "measure_id risk_id village_code",
      rows: (h) =>
        hasMeasure(h)
          ? (h.matter?.causes ?? []).map((cause) => [
              demoId(`measure ${h.number} ${cause}`),
              riskId(h.number, cause),
              h.village,
            ])
          : [],
    },
  ];
}

const later = (at: string, days: number) =>
  new Date(new Date(at).getTime() + days * 86_400_000).toISOString();
