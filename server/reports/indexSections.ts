import { INDICATORS } from "../indicators/catalog.ts";
import type { RegionIndex } from "../relapse/type.ts";
import { escapeHtml, MISSING, type Writing } from "./cells.ts";
import type { Report } from "./queries.ts";

const INDEX = "LARGE_SCALE_RELAPSE";

/** The index of the region: value, level, parts, what raised it, quarter by quarter. */
export function indexSection(report: Report, writing: Writing): string {
  const { region, history } = report;
  const { words } = writing;
  const w = words.index;
  const { index } = region;
  if (index === null) return `<p>${words.noIndex}</p>`;
  const place = (indicator: string) => ({ indicator, region: region.code, period: index.period });
  const rows = index.contributions.map((part) => [
    `${escapeHtml(part.label)}${part.imputed ? ` <em>${w.imputed}</em>` : ""}`,
    writing.cell(place(`INDEX_${part.key}.weight`), part.weight, writing.share(part.weight, 0)),
    writing.cell(
      place(`INDEX_${part.key}.subscore`),
      part.subscore ?? null,
      writing.number(part.subscore ?? 0, 1),
    ),
    `<span class="bar" style="width:${Math.round(part.valueShown * 10) / 10}mm"></span>`,
    writing.cell(place(`INDEX_${part.key}.contribution`), part.value, writing.number(part.valueShown, 1)),
  ]);
  const total = writing.cell(place(INDEX), index.value, writing.number(index.valueShown ?? 0, 1));
  return `<dl class="facts">
<div class="hero"><dt>${w.value}</dt><dd>${total}</dd></div>
<div class="hero"><dt>${w.level}</dt><dd>${writing.level(index.level)}</dd></div>
<div><dt>${w.fromScore}</dt><dd>${writing.level(index.levelFromScore)}</dd></div>
<div><dt>${w.previous}</dt><dd>${writing.level(index.previousLevel)}</dd></div>
<div><dt>${w.rank}</dt><dd>${rankOf(index, region.code, writing)}</dd></div>
<div><dt>${w.status}</dt><dd>${words.status[index.status]}</dd></div>
<div><dt>${w.coverage}</dt><dd>${writing.cell(place(`${INDEX}.coverage`), index.coverage, writing.share(index.coverage, 0))}</dd></div>
</dl>
${
  index.contributions.length === 0
    ? ""
    : writing.table({
        name: "index-parts",
        head: [w.part, w.weight, w.subscore, "", w.adds],
        rows,
        foot: [w.total, "", "", "", total],
        text: [0, 3],
      })
}
<h3>${w.triggers}</h3>
${triggerList(index.triggers, writing) || `<p>${w.noTriggers}</p>`}
<h3>${w.history}</h3>
${writing.table({
  name: "index-history",
  head: ["", ...history.map((one) => one.period)],
  rows: [
    [
      w.value,
      ...history.map((one) =>
        writing.cell(
          { indicator: INDEX, region: region.code, period: one.period },
          one.value,
          writing.number(one.valueShown ?? 0, 1),
        ),
      ),
    ],
    [w.level, ...history.map((one) => writing.level(one.level))],
  ],
  kind: "history",
})}`;
}

/** Rules that raised a level, in words. */
export function triggerList(triggers: readonly string[], { words }: Writing): string {
  if (triggers.length === 0) return "";
  return `<ul class="triggers">${triggers
    .map((key) => `<li data-trigger="${escapeHtml(key)}">${escapeHtml(words.triggers[key] ?? key)}</li>`)
    .join("")}</ul>`;
}

/** Rank, the interval it moves in, and among how many; nothing for the only one of its kind. */
export function rankOf(index: RegionIndex | null, region: string, writing: Writing): string {
  if (index === null || index.rank === null || index.ranked < 2) return MISSING;
  const place = (what: string) => ({ indicator: `${INDEX}.${what}`, region, period: index.period });
  const whole = (what: string, value: number) => writing.cell(place(what), value, writing.number(value));
  const [low, high] = index.rankInterval ?? [];
  const interval =
    low === undefined || high === undefined ? "" : ` (${whole("rankLow", low)}–${whole("rankHigh", high)})`;
  return `${whole("rank", index.rank)}${interval} / ${whole("ranked", index.ranked)}`;
}

/** The three tests apart: one that holds says nothing without the other two. */
export function testsSection({ region }: Report, writing: Writing): string {
  const { words } = writing;
  const w = words.tests;
  const { index } = region;
  if (index === null) return `<p>${words.noIndex}</p>`;
  const { magnitude, breadth, commonCause, largeScale } = index.largeScale;
  const cell = (what: string, value: number | null, shown: (value: number) => string) =>
    writing.cell(
      { indicator: `${INDEX}.${what}`, region: region.code, period: index.period },
      value,
      shown(value ?? 0),
    );
  const row = (name: string, holds: boolean, figures: readonly string[]) => [
    name,
    `<b data-holds="${holds}">${holds ? "✓" : "✗"} ${holds ? words.holds : words.fails}</b>`,
    figures.join("<br>"),
  ];
  const named = (label: string, figure: string) => `${label}${words.colon}${figure}`;
  return `${writing.table({
    name: "tests",
    head: [w.test, w.result, w.figure],
    rows: [
      row(w.magnitude, magnitude.holds, [
        named(w.magnitudeFigure, cell("magnitude", magnitude.probability, writing.chance)),
      ]),
      row(w.breadth, breadth.holds, [
        named(
          w.breadthVillages,
          cell("orangeOrRedHouseholdShare", breadth.orangeOrRedHouseholdShare, writing.share),
        ),
        named(w.breadthCluster, cell("clusterHouseholdShare", breadth.clusterHouseholdShare, writing.share)),
      ]),
      row(w.cause, commonCause.holds, [
        commonCause.cause === null
          ? w.noCause
          : named(
              w.causeFigure(causeName(commonCause.cause, writing)),
              cell("commonCauseShare", commonCause.share, writing.share),
            ),
      ]),
    ],
    text: [0, 1, 2],
  })}
<p>${largeScale ? w.all : w.notAll}</p>`;
}

/** Which kinds of nothing hold, and how likely they were. */
export function silenceSection({ region }: Report, writing: Writing): string {
  const { words } = writing;
  const w = words.silence;
  const silence = region.index?.silence;
  if (!region.index || !silence) return `<p>${words.noIndex}</p>`;
  const place = (indicator: string) => ({
    indicator,
    region: region.code,
    period: region.index?.period ?? "",
  });
  const doubtful = silence.improbableZeroNew || silence.implausibleZeroChange;
  const chance = (indicator: string, value: number | null) =>
    writing.cell(place(indicator), value, writing.chance(value ?? 0));
  return `${
    silence.states.length === 0
      ? `<p>${w.none}</p>`
      : `<ul>${silence.states.map((state) => `<li data-state="${state}">${w.states[state]}</li>`).join("")}</ul>`
  }
${doubtful ? `<p><b>${w.ask}</b></p>` : ""}
<p>${w.zeroNew}${words.colon}${chance("ZERO_NEW_PROBABILITY", silence.zeroNewProbability)}<br>
${w.zeroChange}${words.colon}${chance("ZERO_CHANGE_PROBABILITY", silence.zeroChangeProbability)}</p>`;
}

/** A cause as the catalogue names its sub-index. */
export function causeName(key: string, { language }: Writing): string {
  return escapeHtml(INDICATORS.find((indicator) => indicator.key === `INDEX_${key}`)?.[language] ?? key);
}
