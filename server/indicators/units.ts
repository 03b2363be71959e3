import type { Language } from "../errors.ts";
import type { Unit } from "./catalog/definition.ts";

const UNITS: Record<Unit, Record<Language, string>> = {
  SCORE: { zh: "分（0–100）", en: "points (0–100)" },
  SHARE: { zh: "占比（0–1）", en: "share (0–1)" },
  HOUSEHOLDS: { zh: "户", en: "households" },
  PERSONS: { zh: "人", en: "persons" },
  RECORDS: { zh: "条", en: "records" },
  CLUES: { zh: "条线索", en: "clues" },
  ITEMS: { zh: "项", en: "items" },
  DAYS: { zh: "天", en: "days" },
  PROBABILITY: { zh: "概率（0–1）", en: "probability (0–1)" },
  YES_NO: { zh: "是 1 / 否 0", en: "yes 1 / no 0" },
  FEN: { zh: "分（人民币）", en: "fen (0.01 yuan)" },
};

/** A unit of the catalogue in words. */
export const unitName = (unit: Unit, language: Language): string => UNITS[unit][language];
