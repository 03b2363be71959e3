import { Link } from "wouter";
import { useSpeech } from "../i18n/language.ts";
import { pagesOf, useViewer } from "./viewer.ts";

/** In the top bar: the way to sign in, or to one's work. */
export function ViewerLink() {
  const { work } = useSpeech();
  const viewer = useViewer();
  if (viewer === undefined) return null;
  const [first] = viewer ? pagesOf(viewer) : [];
  if (viewer === null)
    return (
      <Link href="/sign-in" className="button viewer-link">
        {work.signIn.open}
      </Link>
    );
  return (
    <Link href={first?.path ?? "/sign-in"} className="button viewer-link" title={work.roles[viewer.role]}>
      {viewer.name}
    </Link>
  );
}
