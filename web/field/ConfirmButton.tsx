import { useRef } from "react";
import { useSpeech } from "../i18n/language.ts";

interface Props {
  readonly label: string;
  /** What happens and cannot be undone. */
  readonly ask: string;
  readonly onConfirm: () => void;
}

/** A step that cannot be undone is asked about once more. */
export function ConfirmButton({ label, ask, onConfirm }: Props) {
  const { field } = useSpeech();
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <button type="button" className="button" onClick={() => dialog.current?.showModal()}>
        {label}
      </button>
      <dialog ref={dialog} className="field-dialog" aria-label={label}>
        <p>{ask}</p>
        <div className="field-actions">
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            {field.cancel}
          </button>
          <button
            type="button"
            className="button primary"
            onClick={() => {
              dialog.current?.close();
              onConfirm();
            }}
          >
            {field.confirm}
          </button>
        </div>
      </dialog>
    </>
  );
}
