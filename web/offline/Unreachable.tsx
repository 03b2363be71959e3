import { Component, type ReactNode } from "react";
import { Link } from "wouter";
import { useSpeech } from "../i18n/language.ts";

interface Props {
  /** Another page is another try. */
  readonly page: string;
  readonly children: ReactNode;
}
interface State {
  readonly failedOn: string | null;
}

/** A page whose files are not on the device says so instead of leaving the screen empty. */
export class Unreachable extends Component<Props, State> {
  override state: State = { failedOn: null };
  static getDerivedStateFromProps(props: Props, state: State): State {
    return state.failedOn !== null && state.failedOn !== props.page ? { failedOn: null } : state;
  }
  static getDerivedStateFromError(error: unknown): State {
    // What browsers and the loader say of a file that did not arrive; anything else is a fault and stays one.
    if (error instanceof Error && /(import(ed|ing)|module|preload)/i.test(error.message))
      return { failedOn: location.pathname };
    throw error;
  }
  override render(): ReactNode {
    return this.state.failedOn === null ? this.props.children : <NeedsNetwork />;
  }
}

function NeedsNetwork() {
  const { field, words } = useSpeech();
  return (
    <main className="not-found">
      <h1>{field.offline.pageNeeds}</h1>
      <p>{field.offline.pageNeedsBody}</p>
      {/* The loader remembers that a file failed: only a page that is loaded again asks for it again. */}
      <button type="button" className="button" onClick={() => location.reload()}>
        {words.state.retry}
      </button>
      <Link href="/tasks">{field.offline.toTasks}</Link>
    </main>
  );
}
