import type { GraphQLSchema } from "graphql";
import { ERROR_CODES } from "../errors.ts";
import { escapeHtml } from "../reports/cells.ts";
import type { Example } from "./examples.ts";
import { prose, searchForm, type Writing } from "./layout.ts";
import { typeIndex } from "./reference.ts";
import type { Limits, Section } from "./words.ts";

/** Links to the sections of the guide. */
export const guideContents = ({ words }: Writing, sections: readonly Section[], base: string): string =>
  `<ul>${[...sections, { id: "reference", title: words.reference }]
    .map(({ id, title }) => `<li><a href="${base}#${id}">${title}</a></li>`)
    .join("")}</ul>`;

/** How to use the API, with examples that are sent as they stand, and what there is to ask for. */
export function guide(
  writing: Writing,
  limits: Limits,
  examples: ReadonlyMap<string, Example>,
  schema: GraphQLSchema,
): string {
  const { words } = writing;
  const sections = words.sections(limits).map((section) => sectionOf(section, writing, examples));
  return `<h1>${words.title}</h1>${searchForm(writing)}${sections.join("")}
<section id="reference"><h2>${words.reference}</h2>${typeIndex(schema, writing)}</section>`;
}

function sectionOf(section: Section, writing: Writing, examples: ReadonlyMap<string, Example>): string {
  const { id, title, text, codes } = section;
  const shown = section.examples.map((name) => {
    const example = examples.get(name);
    return example ? exampleOf(example, writing) : "";
  });
  const list = codes
    ? `<ul class="codes">${ERROR_CODES.map((code) => `<li><code>${code}</code></li>`).join("")}</ul>`
    : "";
  return `<section id="${id}"><h2>${title}</h2>${text.map((paragraph) => `<p>${prose(paragraph)}</p>`).join("")}${list}${shown.join("")}</section>`;
}

const exampleOf = ({ name, zh, en, shown }: Example, { language }: Writing): string =>
  `<figure id="example-${name}"><figcaption>${escapeHtml(language === "zh" ? zh : en)}</figcaption><pre tabindex="0"><code>${escapeHtml(shown)}</code></pre></figure>`;
