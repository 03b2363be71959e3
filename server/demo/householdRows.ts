import type { Cell } from "../copy.ts";
import { blindIdNumber } from "../identityNumbers.ts";
import type { Keys } from "../keys.ts";
import type { DemoStep } from "./householdCases.ts";
import type { DemoHousehold } from "./householdPlan.ts";
import { demoId } from "./people.ts";

export type Row = readonly Cell[];

/** Tables of casework in the order they are filled, with their columns and the rows of one household. */
export interface TableRows {
  readonly table: string;
  readonly columns: string;
  readonly rows: (household: DemoHousehold) => Row[];
}

export const bytes = (value: Buffer) => `\\x${value.toString("hex")}`;

/** Who works where: the people of the demonstration are posted to parts of one county only. */
export interface Posts {
  readonly workerOf: (village: string) => string | null;
  readonly personOf: (village: string, office: DemoStep["byOffice"]) => string | null;
}

/** Households, their people, money and consents: what identifies a person is sealed. */
export function registerTables(keys: Keys, { workerOf }: Posts): TableRows[] {
  const seal = (value: string, column: string, row: string) => bytes(keys.seal(value, { column, row }));

  return [
    {
      table: "households",
      columns: "id village_code number formerly_poor category grade status lacks_funds lacks_skills is_demo",
      rows: (h) => [
        [
          h.id,
          h.village,
          h.number,
          h.formerlyPoor,
          h.status === "ORDINARY" ? null : h.category,
          h.status === "ORDINARY" ? null : h.grade,
          h.status,
          h.lacksFunds,
          h.lacksSkills,
          true,
        ],
      ],
    },
    {
      table: "members",
      columns:
        "id household_id village_code relation sex born_on labour employed works_away at_school disability_grade",
      rows: (h) =>
        h.members.map((m) => [
          m.id,
          h.id,
          h.village,
          m.relation,
          m.sex,
          m.bornOn,
          m.labour,
          m.employed,
          m.worksAway,
          m.atSchool,
          m.disabilityGrade,
        ]),
    },
    {
      table: "identities",
      columns:
        "member_id village_code name_sealed id_number_sealed id_number_blind phone_sealed health_sealed",
      rows: (h) =>
        h.members.map((m) => [
          m.id,
          h.village,
          seal(m.name, "casework.identities.name", m.id),
          seal(m.idNumber, "casework.identities.id_number", m.id),
          bytes(blindIdNumber(keys, m.idNumber)),
          m.phone && seal(m.phone, "casework.identities.phone", m.id),
          m.relation === "HEAD" && h.matter?.causes[0] === "ILLNESS"
            ? seal("慢性肾病", "casework.identities.health", m.id)
            : null,
        ]),
    },
    {
      table: "account_entries",
      columns: "id household_id member_id village_code kind day amount_fen reimbursed_fen realised one_off",
      rows: (h) =>
        h.entries.map((e) => [
          e.id,
          h.id,
          e.memberId,
          h.village,
          e.kind,
          e.day,
          e.amountFen,
          e.reimbursedFen,
          e.realised,
          e.oneOff,
        ]),
    },
    {
      table: "consents",
      columns: "id household_id village_code scope form_version given_on withdrawn_on recorded_by",
      rows: (h) =>
        h.consent === null
          ? []
          : [
              [
                demoId(`consent ${h.number}`),
                h.id,
                h.village,
                ["COMPARISON", "SHARING", "PUBLICATION"],
                "2021",
                h.consent.givenOn,
                h.consent.withdrawnOn,
                workerOf(h.village),
              ],
            ],
    },
    {
      table: "guarantee_issues",
      columns: "id household_id village_code kind opened_on closed_on",
      rows: (h) =>
        h.issues.map((issue, index) => [
          demoId(`issue ${h.number} ${index}`),
          h.id,
          h.village,
          issue.kind,
          issue.openedOn,
          issue.closedOn,
        ]),
    },
  ];
}
