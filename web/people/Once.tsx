import { useEffect, useRef, useState } from "react";
import { useSpeech } from "../i18n/language.ts";

export interface Secret {
  readonly label: string;
  readonly value: string;
}

/** What is told once: it stays until it is put away on purpose, and is nowhere afterwards. */
export function Once({
  secrets,
  onClose,
}: {
  readonly secrets: readonly Secret[];
  readonly onClose: () => void;
}) {
  const { people } = useSpeech();
  const words = people.once;
  const dialog = useRef<HTMLDialogElement>(null);
  const [said, setSaid] = useState("");
  useEffect(() => dialog.current?.showModal(), []);
  const copy = (value: string) =>
    navigator.clipboard.writeText(value).then(
      () => setSaid(words.copied),
      () => setSaid(words.notCopied),
    );
  return (
    <dialog
      ref={dialog}
      className="field-dialog"
      aria-labelledby="once-title"
      // Escape would lose it by accident.
      onCancel={(event) => event.preventDefault()}
    >
      <h2 id="once-title">{words.title}</h2>
      <p>{words.lead}</p>
      {secrets.map(({ label, value }) => (
        <div key={label} className="once">
          <label>
            {label}
            <input readOnly value={value} onFocus={(event) => event.target.select()} />
          </label>
          <button type="button" className="button" onClick={() => copy(value)}>
            {words.copy}
          </button>
        </div>
      ))}
      <p role="status">{said}</p>
      <div className="field-actions">
        <button type="button" className="button primary" onClick={onClose}>
          {words.close}
        </button>
      </div>
    </dialog>
  );
}
