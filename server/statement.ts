import { LRUCache } from "lru-cache";

/** SQL as PostgreSQL takes it: $1, $2 … in the place of names, and the names in that order. */
export interface Statement {
  readonly text: string;
  readonly names: readonly string[];
}

const NAMED = /(?<![:\w]):([a-z]\w*)/g;

/** Statements are written in code, so there are some hundred texts; each is read once. */
const statements = new LRUCache<string, Statement>({ max: 1_000 });

/** Turns :named values into numbered ones; a cast such as ::text stays. */
export function toStatement(written: string): Statement {
  const known = statements.get(written);
  if (known) return known;
  const names: string[] = [];
  const text = written.replaceAll(NAMED, (_, name: string) => {
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  const statement = { text, names };
  statements.set(written, statement);
  return statement;
}
