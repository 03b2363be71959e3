import { type FormEvent, useEffect, useState } from "react";
import { useMutation, useQuery } from "urql";
import { Link, useLocation } from "wouter";
import { graphql, useRetry } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import "../work/work.css";
import { pagesOf, useViewer } from "./viewer.ts";

const SIGN_IN = graphql(`
  mutation SignIn($login: String!, $password: String!, $code: String) {
    signIn(login: $login, password: $password, code: $code) {
      __typename
      ... on SignedIn { viewer { login permissions } }
      ... on SecondFactorRequired { message }
      ... on SignInRefused { message retryAfterSeconds }
    }
  }
`);
const DEMO_PEOPLE = graphql(`
  query DemoPeople {
    demoPeople { login name role regions password code }
  }
`);

/** Sign-in by login, password and second factor; beside demonstration data anybody may choose a demonstration person. */
export function SignInPage() {
  const { work, field, words: frame, language } = useSpeech();
  const words = work.signIn;
  const viewer = useViewer();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [message, setMessage] = useState<string | null>(null);
  const [{ fetching }, signIn] = useMutation(SIGN_IN);
  const [{ data: demo }, askDemo] = useQuery({ query: DEMO_PEOPLE });
  const startAgain = useRetry();
  const [, goTo] = useLocation();
  // Codes change every half minute.
  useEffect(() => {
    const timer = setInterval(() => askDemo({ requestPolicy: "network-only" }), 15_000);
    return () => clearInterval(timer);
  }, [askDemo]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setMessage(null);
    const { data, error } = await signIn({ login, password, code: code || null });
    const result = data?.signIn;
    if (result?.__typename === "SignedIn") {
      const [first] = pagesOf({ ...result.viewer } as Parameters<typeof pagesOf>[0]);
      goTo(first?.path ?? "/");
      // What was asked for before was asked as somebody else.
      startAgain();
      return;
    }
    setMessage(result?.message ?? error?.graphQLErrors[0]?.message ?? error?.message ?? words.failed);
  };

  return (
    <main className="sign-in work-page">
      <h1>{words.title}</h1>
      <p className="work-lead">{words.lead}</p>
      {viewer ? <p role="status">{words.signedInAs(viewer.name)}</p> : null}
      <form onSubmit={submit} className="work-form">
        <label>
          {words.login}
          <input
            value={login}
            onChange={(event) => setLogin(event.target.value)}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
          />
        </label>
        <label>
          {words.password}
          <input
            type="password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            autoComplete="current-password"
            required
          />
        </label>
        <label>
          {words.code}
          <input
            value={code}
            onChange={(event) => setCode(event.target.value)}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            aria-describedby="code-hint"
          />
        </label>
        <p id="code-hint" className="work-hint">
          {words.codeHint}
        </p>
        <button type="submit" className="button primary" disabled={fetching}>
          {fetching ? words.busy : words.submit}
        </button>
        <p role="alert" className="work-message">
          {message}
        </p>
      </form>
      {demo && demo.demoPeople.length > 0 ? (
        <section aria-labelledby="demo-people">
          <h2 id="demo-people">{words.demoTitle}</h2>
          <p className="work-lead">{words.demoLead}</p>
          <ul className="demo-people">
            {demo.demoPeople.map((person) => (
              <li key={person.login}>
                <button
                  type="button"
                  onClick={() => {
                    setLogin(person.login);
                    setPassword(person.password);
                    setCode(person.code ?? "");
                  }}
                >
                  <strong>{work.roles[person.role]}</strong>
                  <span>{person.login}</span>
                  <small>{person.regions.join("、")}</small>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <p>
        <Link href="/">{work.pages.map}</Link> · <Link href="/report">{field.report.title}</Link> ·{" "}
        <a href={language === "zh" ? "/docs" : "/docs?lang=en"}>{frame.frame.docs}</a>
      </p>
    </main>
  );
}
