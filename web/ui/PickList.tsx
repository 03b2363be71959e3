import { type ReactNode, useState } from "react";
import { useSpeech } from "../i18n/language.ts";

interface Row {
  /** What the row picks, as in the address: `project:P0012`. */
  readonly pick: string;
  readonly name: string;
  readonly note?: string;
  readonly value?: ReactNode;
}

interface Props {
  readonly title?: string;
  readonly rows: readonly Row[];
  readonly onPick: (picked: string) => void;
  /** How many are there before the rest is asked for. */
  readonly firstRows?: number;
}

/** Rows that can be picked; the first five, the rest on request. */
export function PickList({ title, rows, onPick, firstRows = 5 }: Props) {
  const { words } = useSpeech();
  const [all, setAll] = useState(false);
  const visible = all ? rows : rows.slice(0, firstRows);
  return (
    <>
      {title ? <h4 className="list-title">{title}</h4> : null}
      <ul className="pick-list">
        {visible.map((row) => (
          <li key={row.pick}>
            <button type="button" onClick={() => onPick(row.pick)}>
              <span>
                {row.name}
                {row.note ? <small>{row.note}</small> : null}
              </span>
              {row.value === undefined ? null : <b>{row.value}</b>}
            </button>
          </li>
        ))}
      </ul>
      {rows.length > visible.length ? (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {words.panel.more(rows.length - visible.length)}
        </button>
      ) : null}
    </>
  );
}
