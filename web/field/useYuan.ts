import { useSpeech } from "../i18n/language.ts";

/** Fen as yuan with both decimals: an account is read to the fen. */
export function useYuan(): (fen: number | string | null | undefined) => string {
  const { number } = useSpeech();
  return (fen) => number(fen === null || fen === undefined ? null : Number(fen) / 100, 2);
}
