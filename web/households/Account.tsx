import { useRef } from "react";
import { graphql } from "../api.ts";
import { RefusalNote } from "../field/Refusal.tsx";
import { useYuan } from "../field/useYuan.ts";
import { newId } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import { WideTable } from "../work/WideTable.tsx";
import { Entries } from "./Entries.tsx";
import type { PartProps, ShownHousehold } from "./HouseholdPage.tsx";
import { useChange } from "./useChange.ts";

const ASSESS = graphql(`
  mutation AssessHousehold($id: ID!, $householdId: ID!) {
    assessHousehold(id: $id, householdId: $householdId) {
      __typename
      ... on Household { id }
      ... on Refused { message guards }
    }
  }
`);
type Shown = NonNullable<ShownHousehold["account"]>;

/** Twelve months of a household against the monitoring line: together, month by month, entry by entry. */
export function Account({ household, onChange }: PartProps) {
  const { field } = useSpeech();
  const words = field.account;
  const yuan = useYuan();
  const { account } = household;
  const { change, refusal, fetching } = useChange(ASSESS, onChange);
  // The same until it has been taken: what got no answer may be sent again.
  const id = useRef(newId());
  const assess = async () => {
    if (await change({ id: id.current, householdId: household.id })) id.current = newId();
  };
  return (
    <section aria-labelledby="account">
      <h2 id="account">{words.title}</h2>
      {account ? (
        <>
          <p className="work-hint">{words.window(account.firstDay, account.lastDay, account.persons)}</p>
          <Line account={account} />
          <Judgement account={account} />
          <Static account={account} />
          <Months account={account} />
          <Entries entries={account.entries} onChange={onChange} />
          <RefusalNote refusal={refusal} />
          <button type="button" className="button" disabled={fetching} onClick={assess}>
            {words.assess}
          </button>
        </>
      ) : (
        <p className="work-empty">{words.none}</p>
      )}
      {household.assessments.length > 0 ? (
        <>
          <h3>{words.assessments}</h3>
          <ul className="field-cards">
            {household.assessments.map((each) => (
              <li key={each.id} className="field-card">
                {each.assessedOn} · {words.candidates[each.candidate]} ·{" "}
                {each.grade ? field.households.grades[each.grade] : "—"} ·{" "}
                {words.netOf(yuan(each.netFen), each.persons)}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}

/** Income a head, before and after rigid expenses, beside the line. */
function Line({ account }: { readonly account: Shown }) {
  const { field } = useSpeech();
  const words = field.account;
  const yuan = useYuan();
  const line = account.lineFen === null ? null : Number(account.lineFen);
  const figures = [
    { label: words.perCapita, fen: Number(account.perCapitaFenFloor) },
    { label: words.afterRigid, fen: Number(account.afterRigidPerCapitaFenFloor) },
  ];
  const most = Math.max(1, line ?? 0, ...figures.map(({ fen }) => fen)) * 1.1;
  return (
    <div className="field-line">
      {figures.map(({ label, fen }) => (
        <div key={label}>
          <p>
            <span>{label}</span> <strong>{yuan(fen)}</strong>{" "}
            {line === null ? null : <em>{fen < line ? words.below : words.above}</em>}
          </p>
          <div className="field-bar" aria-hidden="true">
            <i style={{ width: `${Math.max(0, (fen / most) * 100)}%` }} />
            {line === null ? null : <b style={{ left: `${(line / most) * 100}%` }} />}
          </div>
        </div>
      ))}
      {line === null ? (
        <p>{account.refusal}</p>
      ) : (
        <p>
          {words.line} <strong>{yuan(line)}</strong>{" "}
          <small>
            {words.lineSource}: {account.lineSource}
          </small>
        </p>
      )}
    </div>
  );
}

function Judgement({ account }: { readonly account: Shown }) {
  const { field } = useSpeech();
  const words = field.account;
  if (!account.candidate) return null;
  return (
    <div>
      <p>
        {words.candidate} <strong>{words.candidates[account.candidate]}</strong>
        {account.card ? ` · ${field.households.grades[account.card]}` : ""}
      </p>
      {account.reasons.length > 0 ? (
        <ul>
          {account.reasons.map((reason) => (
            <li key={reason}>{words.reasons[reason] ?? reason}</li>
          ))}
        </ul>
      ) : null}
      <p className="work-hint">{words.hint}</p>
    </div>
  );
}

function Static({ account }: { readonly account: Shown }) {
  const { field } = useSpeech();
  const words = field.account;
  const yuan = useYuan();
  const sums = [...account.income, ...account.rigid].filter(({ amount }) => Number(amount) !== 0);
  const totals = [
    [words.net, account.netFen],
    [words.rigid, account.rigidFen],
    [words.stable, account.stableNetFen],
    [words.excluded, account.excludedUnrealisedFen],
  ] as const;
  return (
    <>
      <h3>{words.static}</h3>
      <dl className="field-sums">
        {totals.map(([label, fen]) => (
          <div key={label}>
            <dt>
              <strong>{label}</strong>
            </dt>
            <dd>
              <strong>{yuan(fen)}</strong>
            </dd>
          </div>
        ))}
        {sums.map(({ kind, amount }) => (
          <div key={kind}>
            <dt>{words.kinds[kind]}</dt>
            <dd>{yuan(amount)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Months({ account }: { readonly account: Shown }) {
  const { field } = useSpeech();
  const words = field.account;
  const yuan = useYuan();
  return (
    <details>
      <summary>{words.dynamic}</summary>
      <WideTable>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.month}</th>
              <th scope="col">{words.net}</th>
              <th scope="col">{words.rigid}</th>
            </tr>
          </thead>
          <tbody>
            {account.months.map(({ month, net, rigid }) => (
              <tr key={month}>
                <td>{month}</td>
                <td>{yuan(net)}</td>
                <td>{yuan(rigid)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </details>
  );
}
