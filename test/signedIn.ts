import { createHash, randomBytes } from "node:crypto";
import pg from "pg";
import { atlases, graphql } from "./atlas.ts";

/**
 * Headers with which a request comes from a demonstration person. The session is written into the database: signing in
 * is limited to a few times a minute and each code counts once, which test/access.test.ts is about.
 */
export async function signInAs(url: string, login: string): Promise<Record<string, string>> {
  const databaseUrl = atlases.find((atlas) => atlas.url === url)?.databaseUrl;
  if (databaseUrl === undefined) return { cookie: `__Host-atlas=${(await sessionOf(url, login)).token}` };
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    return { cookie: `__Host-atlas=${await newToken(database, login, "SESSION")}` };
  } finally {
    await database.end();
  }
}

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

/** Signs in through the door, as the screen does. */
export async function sessionOf(url: string, login: string): Promise<{ token: string; setCookie: string }> {
  // A code that was used a moment ago is refused: the next step of time brings another.
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const people = await graphql<{ demoPeople: { login: string; password: string; code: string | null }[] }>(
      url,
      "{ demoPeople { login password code } }",
    );
    const person = people.data.demoPeople.find((each) => each.login === login);
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        query: `mutation ($login: String!, $password: String!, $code: String) {
          signIn(login: $login, password: $password, code: $code) { __typename ... on SignInRefused { message } } }`,
        variables: person,
      }),
    });
    const setCookie = response.headers.get("set-cookie");
    const token = /__Host-atlas=([\w-]+)/.exec(setCookie ?? "")?.[1];
    if (setCookie && token) return { token, setCookie };
    await new Promise((resolve) => setTimeout(resolve, 10_000));
  }
  throw new Error(`${login} could not sign in`);
}
