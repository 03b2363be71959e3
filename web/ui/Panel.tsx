import { FlaskConical, X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import type { CombinedError } from "urql";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "./Failure.tsx";

export interface PanelProps {
  readonly code: string;
  readonly period: string | null;
  readonly onClose: () => void;
  readonly onPick: (picked: string) => void;
}

interface Props {
  readonly kind: string;
  readonly title: string | undefined;
  readonly code: string;
  readonly isDemo?: boolean | undefined;
  readonly place?: string | undefined;
  readonly fetching: boolean;
  readonly error?: CombinedError | undefined;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The docked panel on the right, a sheet from below on a phone. */
export function Panel(props: Props) {
  const { words } = useSpeech();
  const heading = useRef<HTMLHeadingElement>(null);
  // A new record starts at its top, and Escape leaves it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the record changes
  useEffect(() => {
    // In braces: newer browsers answer a scroll with a promise, which an effect must not return.
    heading.current?.closest("aside")?.scrollTo(0, 0);
  }, [props.code]);
  return (
    <aside
      className="detail"
      aria-label={props.title ?? props.kind}
      aria-busy={props.fetching}
      onKeyDown={(event) => {
        if (event.key === "Escape") props.onClose();
      }}
    >
      <header className="detail-head">
        <div>
          <p className="quiet">
            {props.kind}
            {props.place ? ` · ${props.place}` : ""}
          </p>
          <h2 ref={heading}>{props.title ?? (props.fetching ? words.state.loading : props.code)}</h2>
          <p className="quiet">
            {words.panel.code} {props.code}
            {props.isDemo ? (
              <span className="demo-badge">
                <FlaskConical size={12} aria-hidden="true" />
                {words.demo.badge}
              </span>
            ) : null}
          </p>
        </div>
        <button type="button" className="icon-button" onClick={props.onClose} aria-label={words.panel.close}>
          <X size={18} aria-hidden="true" />
        </button>
      </header>
      {props.error ? <Failure error={props.error} /> : null}
      {props.title ? (
        props.children
      ) : props.fetching ? (
        <div className="skeleton" aria-hidden="true" />
      ) : props.error ? null : (
        <p className="detail-missing">{words.state.missing}</p>
      )}
    </aside>
  );
}
