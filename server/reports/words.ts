import type { Language } from "../errors.ts";
import type { WarningLevel } from "../indicators/type.ts";
import { en } from "./en.ts";
import { type Words, zh } from "./zh.ts";

export type { Words };

/** Every word of the printed report. */
export const reportWords: Record<Language, Words> = { zh, en };

/** Beside the word, and never only a colour: the report is printed in grey. */
export const LEVEL_SIGNS: Record<WarningLevel, string> = {
  NONE: "○",
  BLUE: "●",
  YELLOW: "◆",
  ORANGE: "▲",
  RED: "■",
};
