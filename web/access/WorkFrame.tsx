import type { ReactNode } from "react";
import { useMutation } from "urql";
import { Link, useLocation } from "wouter";
import { graphql, useRetry } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import "../work/work.css";
import { type PAGES, pagesOf, useViewer } from "./viewer.ts";

const SIGN_OUT = graphql(`
  mutation SignOut {
    signOut
  }
`);

interface Props {
  readonly page: (typeof PAGES)[number]["key"];
  readonly children: ReactNode;
}

/** What every page of work stands in: the menu of the viewer's post, and a word where it is not theirs. */
export function WorkFrame({ page, children }: Props) {
  const { work, words } = useSpeech();
  const viewer = useViewer();
  const [, signOut] = useMutation(SIGN_OUT);
  const startAgain = useRetry();
  const [, goTo] = useLocation();
  if (viewer === undefined) return <p className="page-loading">{words.state.loading}</p>;
  if (viewer === null)
    return (
      <main className="work-page">
        <h1>{work.signIn.needed}</h1>
        <p>{work.signIn.neededBody}</p>
        <Link href="/sign-in">{work.signIn.open}</Link>
      </main>
    );
  const pages = pagesOf(viewer);
  const mayEnter = pages.some((each) => each.key === page);
  return (
    <div className="work">
      <nav className="work-menu" aria-label={work.signIn.menu}>
        <p className="work-who">
          <strong>{viewer.name}</strong>
          <span>{work.roles[viewer.role]}</span>
        </p>
        <ul>
          {pages.map((each) => (
            <li key={each.key}>
              <Link href={each.path} aria-current={each.key === page ? "page" : undefined}>
                {work.pages[each.key]}
              </Link>
            </li>
          ))}
          <li>
            <Link href="/">{work.pages.map}</Link>
          </li>
        </ul>
        <button
          type="button"
          className="button"
          onClick={async () => {
            await signOut({});
            goTo("/sign-in");
            startAgain();
          }}
        >
          {work.signIn.out}
        </button>
      </nav>
      {mayEnter ? (
        <main className="work-page">{children}</main>
      ) : (
        <main className="work-page">
          <h1>{work.signIn.forbidden}</h1>
        </main>
      )}
    </div>
  );
}
