import { useRef, useState } from "react";
import { useMutation } from "urql";
import { useLocation } from "wouter";
import { graphql, useRetry } from "../api.ts";
import "../field/field.css";
import { forgetBox, readBox } from "../field/queue.ts";
import { useOnline } from "../field/useQueue.ts";
import { useSpeech } from "../i18n/language.ts";
import { oweSession } from "../offline/device.ts";
import { forgetSeen } from "../offline/seen.ts";

const SIGN_OUT = graphql(`
  mutation SignOut {
    signOut
  }
`);

/** Ends the session and leaves nothing of it on the device; who has something unsent is asked before. */
export function SignOut({ person }: { readonly person: string }) {
  const { work, field } = useSpeech();
  const isOnline = useOnline();
  const [, signOut] = useMutation(SIGN_OUT);
  const startAgain = useRetry();
  const [, goTo] = useLocation();
  const dialog = useRef<HTMLDialogElement>(null);
  const [unsent, setUnsent] = useState(0);
  const leave = async () => {
    dialog.current?.close();
    forgetBox(person);
    const { error } = await signOut({});
    if (error?.networkError) oweSession();
    await forgetSeen();
    goTo("/sign-in");
    startAgain();
  };
  const ask = () => {
    const { length } = readBox(person).waiting;
    setUnsent(length);
    if (length === 0 && navigator.onLine) void leave();
    else dialog.current?.showModal();
  };
  return (
    <>
      <button type="button" className="button" onClick={ask}>
        {work.signIn.out}
      </button>
      <dialog ref={dialog} className="field-dialog" aria-label={work.signIn.out}>
        {unsent > 0 ? <p>{field.offline.signOutWaiting(unsent)}</p> : null}
        {isOnline ? null : <p>{field.offline.signOutOffline}</p>}
        <div className="field-actions">
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            {field.cancel}
          </button>
          <button type="button" className="button primary" onClick={leave}>
            {work.signIn.out}
          </button>
        </div>
      </dialog>
    </>
  );
}
