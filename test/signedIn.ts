import pg from "pg";
import { atlases, graphql } from "./atlas.ts";
import { newToken } from "./newToken.ts";

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
