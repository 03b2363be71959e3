import { createHash, randomBytes } from "node:crypto";
import type pg from "pg";

/** A token of a demonstration person, written into a database as its owner. */
export async function newToken(
  database: pg.Client,
  login: string,
  kind: "SESSION" | "API_KEY",
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const { rowCount } = await database.query(
    `insert into access.tokens (sha256, person_id, kind, expires_at, points_per_minute)
     select $1, id, $3, now() + interval '1 hour', $4 from access.people where login = $2`,
    [createHash("sha256").update(token).digest(), login, kind, kind === "SESSION" ? 60_000 : 10_000_000],
  );
  if (rowCount !== 1) throw new Error(`there is no ${login}`);
  return token;
}
