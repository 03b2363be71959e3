import { graphql } from "./atlas.ts";

/** Codes count once, so a second sign-in of the same person within one step of time reuses the session of the first. */
const sessions = new Map<string, Promise<{ token: string; setCookie: string }>>();

/** A session of a demonstration person, kept for the test file. */
export function sessionOf(url: string, login: string): Promise<{ token: string; setCookie: string }> {
  const key = `${url} ${login}`;
  const session = sessions.get(key) ?? openSession(url, login);
  sessions.set(key, session);
  return session;
}

/** Headers with which a request comes from a demonstration person. */
export async function signInAs(url: string, login: string): Promise<Record<string, string>> {
  // Posts without a second factor may sign in as often as a test likes.
  const known = /^demo\.(worker|township|planner|partner)$/.test(login)
    ? openSession(url, login)
    : sessionOf(url, login);
  return { cookie: `__Host-atlas=${(await known).token}` };
}

async function openSession(url: string, login: string): Promise<{ token: string; setCookie: string }> {
  // A code that another test file has used a moment ago is refused: the next step of time brings another.
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
