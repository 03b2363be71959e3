// Decorators need it before the first type, and every type imports this file: in the built server the entry's own
// import of it runs after the chunks that entries share.
import "reflect-metadata";
import type { Language } from "./errors.ts";

/** A description in both languages, one line each; `/schema.graphql?lang=zh` keeps only one. */
export const say = (zh: string, en: string): string => `${zh}\n${en}`;

/** The SDL with descriptions of one language only. */
export function inLanguage(sdl: string, language: Language): string {
  return sdl.replace(/"""([\s\S]*?)"""/g, (whole, body: string) => {
    const lines = body.split("\n").filter((line) => line.trim() !== "");
    const line = lines.length === 2 ? lines[language === "zh" ? 0 : 1] : undefined;
    return line === undefined ? whole : `"""${line.trim()}"""`;
  });
}
