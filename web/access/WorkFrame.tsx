import type { ReactNode } from "react";
import { Link } from "wouter";
import { useSpeech } from "../i18n/language.ts";
import "../work/work.css";
import { SignOut } from "./SignOut.tsx";
import { type PAGES, pagesOf, useViewer } from "./viewer.ts";

interface Props {
  readonly page: (typeof PAGES)[number]["key"];
  readonly children: ReactNode;
}

/** What every page of work stands in: the menu of the viewer's post, and a word where it is not theirs. */
export function WorkFrame({ page, children }: Props) {
  const { work, words } = useSpeech();
  const viewer = useViewer();
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
        <SignOut person={viewer.personId} />
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
