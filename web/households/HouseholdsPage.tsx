import { type FormEvent, useEffect, useState } from "react";
import { useQuery } from "urql";
import { Link } from "wouter";
import { useViewer, type Viewer } from "../access/viewer.ts";
import { WorkFrame } from "../access/WorkFrame.tsx";
import { graphql, type VariablesOf } from "../api.ts";
import { ExportButton } from "../exports/ExportButton.tsx";
import { Choice } from "../field/Choice.tsx";
import "../field/field.css";
import { useVillages } from "../field/useVillages.ts";
import { chosen, textOf } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { SeenHouseholds } from "./SeenHouseholds.tsx";

const HOUSEHOLDS = graphql(`
  query Households($within: String!, $where: HouseholdWhere, $after: String) {
    households(within: $within, where: $where, first: 30, after: $after) {
      nodes { id number villageName status category grade guaranteeIssues { id closedOn } }
      pageInfo { hasNextPage endCursor }
      totalCount
    }
  }
`);
type Asked = VariablesOf<typeof HOUSEHOLDS>;

/** The register of one's own places, by what is known of the households. */
export function HouseholdsPage() {
  const viewer = useViewer();
  return <WorkFrame page="households">{viewer ? <Households viewer={viewer} /> : null}</WorkFrame>;
}

const listed = <Value,>(value: Value | null): Value[] | undefined => (value === null ? undefined : [value]);

function Households({ viewer }: { readonly viewer: Viewer }) {
  const { field, number } = useSpeech();
  const words = field.households;
  const villages = useVillages(viewer);
  const [asked, setAsked] = useState<Asked>({ within: "CN", where: {} });
  // Pages below one another, each with its own cursor; another question starts with the first.
  const [cursors, setCursors] = useState<(string | null)[]>([null]);
  const [total, setTotal] = useState<number | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setCursors([null]);
    setAsked({
      within: textOf(form, "village") || "CN",
      where: {
        number: textOf(form, "number") || undefined,
        status: listed(chosen(form, "status", words.statuses)),
        category: listed(chosen(form, "category", words.categories)),
        grade: listed(chosen(form, "grade", words.grades)),
        hasOpenGuarantee: form.has("guarantee") ? true : undefined,
      },
    });
  };
  return (
    <>
      <h1>{words.title}</h1>
      <p className="work-lead">{words.lead}</p>
      <form className="work-filter field-filter" onSubmit={submit}>
        <label>
          {words.number}
          <input name="number" inputMode="numeric" autoComplete="off" placeholder="360827100900-0001" />
        </label>
        <Choice name="village" label={field.village} options={villages} none={field.allVillages} />
        <Choice name="status" label={words.status} options={words.statuses} none={field.all} />
        <Choice name="category" label={words.category} options={words.categories} none={field.all} />
        <Choice name="grade" label={words.grade} options={words.grades} none={field.all} />
        <label className="field-check">
          <input type="checkbox" name="guarantee" />
          {words.guarantee}
        </label>
        <button type="submit" className="button primary">
          {words.apply}
        </button>
        <output>{total === null ? "" : words.count(number(total))}</output>
      </form>
      <ExportButton
        offers={[{ what: "HOUSEHOLDS" }]}
        regionCode={asked.within}
        regionName={asked.within === "CN" ? field.allVillages : asked.within}
        where={asked.where ? { households: asked.where } : null}
      />
      <ul className="field-cards">
        {cursors.map((after, index) => (
          <HouseholdRows
            key={after ?? "first"}
            asked={{ ...asked, after }}
            onTotal={setTotal}
            onMore={
              index === cursors.length - 1 ? (cursor) => setCursors((known) => [...known, cursor]) : null
            }
          />
        ))}
      </ul>
    </>
  );
}

interface RowsProps {
  readonly asked: Asked;
  readonly onTotal: (total: number) => void;
  readonly onMore: ((cursor: string) => void) | null;
}

function HouseholdRows({ asked, onTotal, onMore }: RowsProps) {
  const { field, words: general } = useSpeech();
  const words = field.households;
  const [{ data, fetching, error }] = useQuery({
    query: HOUSEHOLDS,
    variables: asked,
    requestPolicy: "cache-and-network",
  });
  const page = data?.households;
  const total = page?.totalCount;
  useEffect(() => {
    if (total !== undefined) onTotal(total);
  }, [total, onTotal]);
  if (error && !page)
    return (
      <li>
        <SeenHouseholds />
        <Failure error={error} />
      </li>
    );
  if (!page) return <li>{fetching ? <p className="page-loading">{general.state.loading}</p> : null}</li>;
  if (page.totalCount === 0) return <li className="work-empty">{words.none}</li>;
  const cursor = page.pageInfo.endCursor;
  return (
    <>
      {page.nodes.map((household) => (
        <li key={household.id} className="field-card">
          <Link href={`/households/${household.id}`} className="field-card-head">
            <strong>{household.number}</strong>
            <span>{household.villageName}</span>
          </Link>
          <p className="field-tags">
            <span>{words.statuses[household.status]}</span>
            {household.category ? <span>{words.categories[household.category]}</span> : null}
            {household.grade ? <span>{words.grades[household.grade]}</span> : null}
            {household.guaranteeIssues.some(({ closedOn }) => closedOn === null) ? (
              <b>{words.guarantee}</b>
            ) : null}
          </p>
        </li>
      ))}
      {onMore && page.pageInfo.hasNextPage && cursor ? (
        <li>
          <button type="button" className="button" onClick={() => onMore(cursor)}>
            {field.more}
          </button>
        </li>
      ) : null}
    </>
  );
}
