import type { Language } from "../errors.ts";
import { escapeHtml } from "../reports/cells.ts";
import { STYLE } from "./style.ts";
import type { Words } from "./words.ts";

/** One page in one language: everything that its parts need to write themselves. */
export interface Writing {
  readonly words: Words;
  readonly language: Language;
}

/** The line of a description in this language. */
export const lineOf = (description: string | null | undefined, language: Language): string => {
  const [zh = "", en = zh] = (description ?? "").split("\n");
  return language === "zh" ? zh : en;
};

/** Text with what stands between backquotes as code. */
export const prose = (text: string): string =>
  escapeHtml(text).replace(/`([^`]+)`/g, (_, code: string) => `<code>${code}</code>`);

/** An address of these pages that keeps the language. */
export const address = (path: string, language: Language): string => {
  const [page = "", fragment] = path.split("#");
  return `${page}${language === "en" ? "?lang=en" : ""}${fragment === undefined ? "" : `#${fragment}`}`;
};

export const typeLink = (name: string, language: Language): string =>
  `<a href="${address(`/docs/types/${name}`, language)}">${name}</a>`;

export const searchForm = ({ words, language }: Writing, asked = ""): string =>
  `<form role="search" action="/docs" method="get">
<label for="q">${words.search}</label>
<input id="q" name="q" type="search" maxlength="100" value="${escapeHtml(asked)}">
${language === "en" ? '<input type="hidden" name="lang" value="en">' : ""}<button type="submit">${words.find}</button>
</form>`;

/** @param here where the switch of the language leads: this page in the other one */
export function layout(
  { words, language }: Writing,
  { title, here, aside, main }: { title: string; here: string; aside: string; main: string },
): string {
  const other = language === "zh" ? "en" : "zh";
  const switched = language === "zh" ? `${here}${here.includes("?") ? "&amp;" : "?"}lang=en` : here;
  return `<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${title} · ${words.product}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#main">${words.skip}</a>
<header>
<strong>${words.product}</strong>
<a href="${address("/docs", language)}">${words.title}</a>
<nav aria-label="${words.product}">
<a href="/">${words.back}</a>
<a href="${switched}" lang="${other === "zh" ? "zh-CN" : "en"}" hreflang="${other}">${words.otherLanguage}</a>
</nav>
</header>
<div class="frame">
<nav class="contents" aria-label="${words.contents}">${aside}</nav>
<main id="main" tabindex="-1">${main}</main>
</div>
</body>
</html>
`;
}
