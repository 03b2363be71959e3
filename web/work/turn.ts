import { useMemo } from "react";
import type { OperationContext } from "urql";

/** A context of a query that is new with every turn, so that the query is asked again when something was done. */
export function useTurn(turn: number): Partial<OperationContext> {
  return useMemo(() => ({ turn }), [turn]);
}
