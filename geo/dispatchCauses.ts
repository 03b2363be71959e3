/**
 * Counts by cause in the quarterly dispatch: households watched for a cause, and those of them with a measure in force that
 * answers it (缺什么补什么). Source: method card 1.9, "share with measures matching each cause"; which measure answers which
 * cause is geo/measures.ts.
 */
import { CAUSES, type Cause } from "./measures.ts";

export type OpenColumn = `open_${Lowercase<Cause>}`;
export type MatchedColumn = `matched_${Lowercase<Cause>}`;
export type CauseColumn = OpenColumn | MatchedColumn;

const lower = <Text extends string>(text: Text) => text.toLowerCase() as Lowercase<Text>;

/** Watched households with the cause open. */
export const openWith = (cause: Cause): OpenColumn => `open_${lower(cause)}`;
/** Those of them with a measure that answers it. */
export const matchedWith = (cause: Cause): MatchedColumn => `matched_${lower(cause)}`;

/** In the order in which causes are read. */
export const CAUSE_KEYS = Object.keys(CAUSES) as Cause[];
/** The published figure of a cause. */
export const figureOfCause = (cause: Cause) => `MEASURES_FOR_${cause}` as const;
