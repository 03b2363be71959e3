import { type FormEvent, useState } from "react";
import { useViewer } from "../access/viewer.ts";
import { graphql, type ResultOf } from "../api.ts";
import { today } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import { RefusalNote, useDeed } from "../work/deed.tsx";
import "../work/work.css";
import "./resettlement.css";

const SET = graphql(`
  mutation SetSettlementItem($settlement: String!, $item: SettlementItemKey!, $state: SettlementItemState!, $since: String!, $dueOn: String, $note: String!, $rowVersion: Int!) {
    deed: setSettlementItem(settlement: $settlement, item: $item, state: $state, since: $since, dueOn: $dueOn, note: $note, rowVersion: $rowVersion) {
      __typename
      ... on SettlementItem {
        id item kind label state since dueOn isOverdue note rowVersion
        settlement { id integrationItemsOpen integrationItemsTotal hasSchool hasClinic hasCommunityCentre }
      }
      ... on Refused { message guards }
    }
  }
`);

type Item = Extract<NonNullable<ResultOf<typeof SET>["deed"]>, { readonly __typename: "SettlementItem" }>;

interface Props {
  readonly settlement: string;
  readonly items: readonly Omit<Item, "__typename" | "settlement">[];
}

/** Services and integration item by item; who may, changes them here. */
export function Checklist({ settlement, items }: Props) {
  const { events } = useSpeech();
  const w = events.items;
  const viewer = useViewer();
  const may = viewer?.permissions.includes("settlement.write") ?? false;
  const [editing, setEditing] = useState<string | null>(null);
  return (
    <section aria-label={w.title}>
      <h3>{w.title}</h3>
      {(["SERVICE", "INTEGRATION"] as const).map((kind) => {
        const own = items.filter((item) => item.kind === kind);
        const counted = own.filter(({ state }) => state !== null && state !== "NOT_NEEDED");
        const open = counted.filter(({ state }) => state === "OPEN").length;
        return (
          <details key={kind} className="checklist">
            <summary>
              {w.kinds[kind]}
              <span>{w.counted(open, counted.length)}</span>
            </summary>
            <ul>
              {own.map((item) => (
                <li key={item.id} data-state={item.state ?? "UNSAID"}>
                  <span>
                    <i aria-hidden="true" />
                    {item.label}
                    <small>
                      {item.state ? w.states[item.state] : w.unsaid}
                      {item.dueOn ? ` · ${w.dueOn(item.dueOn)}` : ""}
                      {item.isOverdue ? <b className="overdue">{w.overdue}</b> : null}
                      {item.note ? ` · ${item.note}` : ""}
                    </small>
                  </span>
                  {may ? (
                    <button
                      type="button"
                      className="link"
                      aria-expanded={editing === item.id}
                      onClick={() => setEditing(editing === item.id ? null : item.id)}
                    >
                      {editing === item.id ? w.cancel : w.edit}
                      <span className="visually-hidden">{w.of(item.label)}</span>
                    </button>
                  ) : null}
                  {may && editing === item.id ? (
                    <ItemForm settlement={settlement} item={item} onDone={() => setEditing(null)} />
                  ) : null}
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </section>
  );
}

interface FormProps {
  readonly settlement: string;
  readonly item: Omit<Item, "__typename" | "settlement">;
  readonly onDone: () => void;
}

function ItemForm({ settlement, item, onDone }: FormProps) {
  const { events } = useSpeech();
  const w = events.items;
  const [state, setState] = useState<"DONE" | "OPEN" | "NOT_NEEDED">(item.state ?? "OPEN");
  const [since, setSince] = useState(today());
  const [dueOn, setDueOn] = useState("");
  const [note, setNote] = useState(item.note);
  const { busy, refusal, run } = useDeed(SET, onDone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run({
      settlement,
      item: item.item,
      state,
      since,
      dueOn: state === "OPEN" && dueOn !== "" ? dueOn : null,
      note: note.trim(),
      rowVersion: item.rowVersion,
    });
  };
  return (
    <form className="item-form" onSubmit={submit}>
      <label>
        {w.state}
        <select value={state} onChange={(event) => setState(event.target.value as typeof state)}>
          {(["DONE", "OPEN", "NOT_NEEDED"] as const).map((each) => (
            <option key={each} value={each}>
              {w.states[each]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {w.since}
        <input type="date" value={since} onChange={(event) => setSince(event.target.value)} required />
      </label>
      {state === "OPEN" ? (
        <label>
          {w.due}
          <input type="date" value={dueOn} min={since} onChange={(event) => setDueOn(event.target.value)} />
        </label>
      ) : null}
      <label>
        {w.note}
        <input value={note} maxLength={300} onChange={(event) => setNote(event.target.value)} />
      </label>
      <button type="submit" className="button primary" disabled={busy}>
        {busy ? w.saving : w.save}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}
