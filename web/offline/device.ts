import { bodyOf } from "../documents/byId.ts";
import { graphql } from "../documents/graphql.ts";

/** Set while a session is still to be ended, because there was no network when somebody signed out. */
const OWED = "atlas.sign-out";

const signOutMutation = graphql(`
  mutation SignOutOwed {
    signOut
  }
`);

export const isSessionOwed = (): boolean => localStorage.getItem(OWED) !== null;
export const oweSession = (): void => localStorage.setItem(OWED, "1");

/** Ends the session of who signed out without a network, before anything else is asked. */
export async function endSessionOwed(): Promise<void> {
  try {
    const answer = await fetch("/graphql", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: bodyOf(signOutMutation),
    });
    if (answer.ok) localStorage.removeItem(OWED);
  } catch {
    // Still no network: what is asked next fails as well, and the debt stands.
  }
}

const script = () => {
  const element = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
  return element ? new URL(element.src).pathname : null;
};

/** The worker of a new build waits until a page of that build is open. */
const takeOver = (worker: ServiceWorker | null) =>
  worker?.postMessage({ type: "TAKE_OVER", script: script() });

/** Lets the pages of field work open without a network from now on. */
export function keepShell(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).then(
    (registration) => {
      takeOver(registration.waiting);
      registration.addEventListener("updatefound", () => {
        const arriving = registration.installing;
        arriving?.addEventListener("statechange", () => takeOver(registration.waiting));
      });
    },
    // A browser that allows no worker works with a network only, and the page says so.
    () => {},
  );
}

/** Whether the shell is on the device. */
export async function hasShell(): Promise<boolean> {
  if (!("serviceWorker" in navigator)) return false;
  const registration = await navigator.serviceWorker.getRegistration();
  return registration?.active != null;
}
