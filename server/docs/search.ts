import type { GraphQLSchema } from "graphql";
import { escapeHtml } from "../reports/cells.ts";
import { lineOf, searchForm, typeLink, type Writing } from "./layout.ts";
import { memberAddress, membersOf, typesOf } from "./reference.ts";

const MOST_HITS = 100;

interface Hit {
  /** Exact names first, then names that begin so, then names, then descriptions; of equals, types first. */
  readonly rank: number;
  readonly link: string;
  readonly description: string;
}

/** Everything in the contract whose name, or description in either language, holds the text. */
export function searchSection(text: string, schema: GraphQLSchema, writing: Writing): string {
  const { words, language } = writing;
  const wanted = text.trim().toLowerCase();
  const hits: Hit[] = [];
  const meet = (
    names: readonly string[],
    description: string | null | undefined,
    link: string,
    isType = false,
  ) => {
    const rank = rankOf(
      names.map((name) => name.toLowerCase()),
      (description ?? "").toLowerCase(),
      wanted,
    );
    if (rank !== null)
      hits.push({ rank: isType ? rank : rank + 0.5, link, description: lineOf(description, language) });
  };
  for (const type of typesOf(schema)) {
    meet([type.name], type.description, typeLink(type.name, language), true);
    for (const member of membersOf(type)) {
      const path = `${type.name}.${member.name}`;
      const link = (shown: string) =>
        `<a href="${memberAddress(type.name, member.name, writing)}">${shown}</a>`;
      meet([member.name, path], member.description, link(path));
      for (const argument of member.arguments)
        meet([argument.name], argument.description, link(`${path}(${argument.name})`));
    }
  }
  const shown = hits.sort((a, b) => a.rank - b.rank).slice(0, MOST_HITS);
  return `<h1>${words.reference}</h1>${searchForm(writing, text)}
<p role="status">${escapeHtml(words.found(hits.length, text))}${hits.length > MOST_HITS ? ` ${words.most(MOST_HITS)}` : ""}</p>
<ul class="hits">${shown.map(({ link, description }) => `<li><code>${link}</code><br>${escapeHtml(description)}</li>`).join("")}</ul>`;
}

function rankOf(names: readonly string[], description: string, wanted: string): number | null {
  if (names.includes(wanted)) return 0;
  if (names.some((name) => name.startsWith(wanted))) return 1;
  if (names.some((name) => name.includes(wanted))) return 2;
  return description.includes(wanted) ? 3 : null;
}
