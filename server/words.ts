import { say } from "./describe.ts";

/** Descriptions of a table of words in two languages. */
export const described = <Key extends string>(
  words: Readonly<Record<Key, { readonly zh: string; readonly en: string }>>,
): Record<Key, string> =>
  Object.fromEntries(
    (Object.keys(words) as Key[]).map((key) => [key, say(words[key].zh, words[key].en)]),
  ) as Record<Key, string>;
