import { LRUCache } from "lru-cache";

/** SQL as PostgreSQL takes it: $1, $2 … in the place of names, and the names in that order. */
export interface Statement {
  readonly text: string;
  readonly names: readonly string[];
  /** Name under which a session keeps it parsed; undefined while it is rare. */
  readonly preparedAs: string | undefined;
}

const NAMED = /(?<![:\w]):([a-z]\w*)/g;

/** Statements are written in code, so there are some hundred texts; each is read once. */
const statements = new LRUCache<string, Statement & { uses: number; preparedAs: string | undefined }>({
  max: 1_000,
});

/** A session never forgets what it prepared, so rare texts are sent each time and the number of names is bounded. */
const PREPARED_FROM = 3;
const MOST_PREPARED = 300;
let prepared = 0;

/** Turns :named values into numbered ones; a cast such as ::text stays. */
export function toStatement(written: string): Statement {
  let statement = statements.get(written);
  if (!statement) {
    const names: string[] = [];
    const text = written.replaceAll(NAMED, (_, name: string) => {
      if (!names.includes(name)) names.push(name);
      return `$${names.indexOf(name) + 1}`;
    });
    statement = { text, names, uses: 0, preparedAs: undefined };
    statements.set(written, statement);
  }
  statement.uses += 1;
  if (statement.uses === PREPARED_FROM && prepared < MOST_PREPARED) {
    prepared += 1;
    statement.preparedAs = `statement_${prepared}`;
  }
  return statement;
}
