import { useMemo } from "react";
import { useQuery } from "urql";
import { useSpeech } from "../i18n/language.ts";
import {
  ASSESSMENTS,
  type AssessmentRow,
  INCOMES,
  type IncomeRow,
  PARITY,
  type ParityRow,
  WORKFORCE,
  type WorkforceRow,
} from "./documents.ts";
import { Framed, figure, nameColumn, type TableProps, yearOf } from "./Framed.tsx";
import type { Column } from "./SortableTable.tsx";

export function Assessments(props: TableProps) {
  const speech = useSpeech();
  const [{ data, fetching, error }] = useQuery({
    query: ASSESSMENTS,
    variables: { within: props.within, level: props.level, year: yearOf(props.period) },
  });
  const columns = useMemo((): Column<AssessmentRow>[] => {
    const { funds, share, number } = speech;
    const w = funds.tables;
    const part = (key: "satisfaction" | "missedRecognition" | "wrongExit" | "accuracy") =>
      figure<AssessmentRow>(
        key,
        w[key],
        (row) => row[key]?.share ?? null,
        (value) => share(value, 1),
      );
    return [
      nameColumn(speech),
      part("satisfaction"),
      part("missedRecognition"),
      part("wrongExit"),
      part("accuracy"),
      figure("surveyed", w.surveyed, (row) => row.surveyedHouseholds, number),
      {
        key: "delivered",
        label: w.delivered,
        value: (row) => row.counties,
        shown: (row) => funds.counties(row.counties, row.countiesInAll),
      },
    ];
  }, [speech]);
  const table = data?.assessments;
  return (
    <Framed
      props={props}
      kind="assessments"
      error={error}
      fetching={fetching}
      shown={table && (table.year === null ? null : String(table.year))}
      periods={(table?.years ?? []).map(String)}
      rows={table?.rows ?? []}
      whole={table?.whole}
      columns={columns}
    />
  );
}

export function Parity(props: TableProps) {
  const speech = useSpeech();
  const { funds, share, money, number } = speech;
  const [{ data, fetching, error }] = useQuery({
    query: PARITY,
    variables: { within: props.within, year: yearOf(props.period) },
  });
  const w = funds.tables;
  const columns = useMemo((): Column<ParityRow>[] => {
    const signed = (text: string, value: number) => (value > 0 ? `+${text}` : text);
    return [
      nameColumn(speech),
      figure("list", w.listLength, (row) => row.chronicListLength, number),
      figure(
        "listDifference",
        w.listDifference,
        (row) => row.chronicListDifference,
        (value) => signed(number(value, Number.isInteger(value) ? 0 : 1), value),
      ),
      figure(
        "rate",
        w.reimbursement,
        (row) => row.reimbursement?.share ?? null,
        (value) => share(value, 1),
      ),
      figure(
        "rateDifference",
        w.reimbursementDifference,
        (row) => row.reimbursementDifference,
        (value) => w.points(signed(number(100 * value, 1), value)),
      ),
      {
        key: "cap",
        label: w.cap,
        value: (row) => (row.localCap === null ? null : Number(row.localCap)),
        shown: (row) => (row.localCap === null ? w.capStates[row.localCapState] : money(row.localCap)),
      },
      figure(
        "capDifference",
        w.capDifference,
        (row) => row.localCapDifference,
        (value) => signed(money(value), value),
      ),
      {
        key: "document",
        label: w.document,
        value: (row) => row.document,
        shown: (row) => row.document ?? "—",
        isText: true,
      },
    ];
  }, [speech, w, number, share, money]);
  const table = data?.medicalParity;
  return (
    <Framed
      props={props}
      kind="parity"
      error={error}
      fetching={fetching}
      shown={table && (table.year === null ? null : String(table.year))}
      periods={(table?.years ?? []).map(String)}
      rows={table?.rows ?? []}
      columns={columns}
      below={
        table ? (
          <p className="work-hint">
            {w.median}：{w.listLength} {number(table.medianChronicListLength, 1)} · {w.reimbursement}{" "}
            {share(table.medianReimbursement, 1)} · {w.cap} {money(table.medianLocalCap)}
          </p>
        ) : null
      }
    />
  );
}

export function Workforce(props: TableProps) {
  const speech = useSpeech();
  const [{ data, fetching, error }] = useQuery({
    query: WORKFORCE,
    variables: {
      within: props.within,
      level: props.level,
      quarter: /^\d{4}Q[1-4]$/.test(props.period ?? "") ? props.period : null,
    },
  });
  const columns = useMemo((): Column<WorkforceRow>[] => {
    const { funds, share, number } = speech;
    const w = funds.tables;
    const part = (key: "firstSecretaries" | "organised" | "outsideProvince", label: string) =>
      figure<WorkforceRow>(
        `${key}Share`,
        label,
        (row) => row[key]?.share ?? null,
        (value) => share(value, 1),
      );
    return [
      nameColumn(speech),
      part("firstSecretaries", w.firstSecretaries),
      figure("team", w.team, (row) => row.teamMembers, number),
      figure("county", w.withinCounty, (row) => row.exportedWithinCounty, number),
      figure("province", w.withinProvince, (row) => row.exportedWithinProvince, number),
      figure("outside", w.outsideProvince, (row) => row.exportedOutsideProvince, number),
      part("outsideProvince", w.outsideShare),
      part("organised", w.organised),
      {
        key: "delivered",
        label: w.delivered,
        value: (row) => row.counties,
        shown: (row) => funds.counties(row.counties, row.countiesInAll),
      },
    ];
  }, [speech]);
  const table = data?.workforce;
  return (
    <Framed
      props={props}
      kind="workforce"
      error={error}
      fetching={fetching}
      shown={table?.quarter}
      periods={table?.quarters ?? []}
      rows={table?.rows ?? []}
      whole={table?.whole}
      columns={columns}
    />
  );
}

export function Incomes(props: TableProps) {
  const speech = useSpeech();
  const [{ data, fetching, error }] = useQuery({
    query: INCOMES,
    variables: { within: props.within, level: props.level, year: yearOf(props.period) },
  });
  const columns = useMemo((): Column<IncomeRow>[] => {
    const { funds, number, money } = speech;
    const w = funds.tables;
    return [
      nameColumn(speech),
      figure("perVillage", w.perVillage, (row) => row.perVillage, money),
      figure("income", w.income, (row) => row.income, money),
      figure("villages", w.villages, (row) => row.villages, number),
      figure("villagesInAll", w.villagesInAll, (row) => row.villagesInAll, number),
    ];
  }, [speech]);
  const table = data?.collectiveIncomes;
  return (
    <Framed
      props={props}
      kind="incomes"
      error={error}
      fetching={fetching}
      shown={table && (table.year === null ? null : String(table.year))}
      periods={(table?.years ?? []).map(String)}
      rows={table?.rows ?? []}
      whole={table?.whole}
      columns={columns}
    />
  );
}
