import { Link } from "wouter";
import { useSpeech } from "../i18n/language.ts";
import "./tables.css";

/** The open pages beside the map. */
export function OpenLinks({ map = true }: { readonly map?: boolean }) {
  const { exports, funds, projects } = useSpeech();
  return (
    <nav className="side-links" aria-label={funds.links}>
      <ul>
        {map ? (
          <li>
            <Link href="/">{funds.map}</Link>
          </li>
        ) : null}
        <li>
          <Link href="/funds">{funds.funds.title}</Link>
        </li>
        <li>
          <Link href="/tables">{funds.tables.title}</Link>
        </li>
        <li>
          <Link href="/prices">{projects.menu.prices}</Link>
        </li>
        <li>
          <Link href="/assets">{projects.menu.assets}</Link>
        </li>
        <li>
          <Link href="/downloads">{exports.mine}</Link>
        </li>
      </ul>
    </nav>
  );
}
