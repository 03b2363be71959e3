import type { ReactNode } from "react";

/** A table that may be wider than the screen: it scrolls by itself, also by keyboard. */
export function WideTable({ children }: { readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached to be scrolled by keyboard
    <div className="work-table" tabIndex={0}>
      {children}
    </div>
  );
}
