import { createContext, useContext } from "react";
import { county } from "./county.ts";
import { en } from "./en.ts";
import { enclave } from "./enclave.ts";
import { erasure } from "./erasure.ts";
import { events } from "./events.ts";
import { exportWords } from "./exports.ts";
import { field } from "./field.ts";
import { funds } from "./funds.ts";
import { glass } from "./glass.ts";
import { imports } from "./imports.ts";
import { indicators } from "./indicators.ts";
import { pack } from "./pack.ts";
import { partners } from "./partners.ts";
import { people } from "./people.ts";
import { projects } from "./projects.ts";
import { spells } from "./spells.ts";
import { teams } from "./teams.ts";
import { urgency } from "./urgency.ts";
import { work } from "./work.ts";
import { type Words, zh } from "./zh.ts";

export type Language = "zh" | "en";
export const languageTags = { zh: "zh-CN", en: "en-US" } as const;

export interface Speech {
  readonly language: Language;
  readonly words: Words;
  /** Words of the pages behind the sign-in. */
  readonly work: (typeof work)["zh"];
  /** Words of the county's pages. */
  readonly county: (typeof county)["zh"];
  /** Words of the money of enclaves and of their siting. */
  readonly enclave: (typeof enclave)["zh"];
  /** Words of erasing what identifies people. */
  readonly erasure: (typeof erasure)["zh"];
  /** Words of settlements in depth, events and footprints. */
  readonly events: (typeof events)["zh"];
  /** Words of files made of lists. */
  readonly exports: (typeof exportWords)["zh"];
  /** Words of field work and of self-reports. */
  readonly field: (typeof field)["zh"];
  /** Words of the offline map of a county. */
  readonly pack: (typeof pack)["zh"];
  /** Words of the page of a partner organisation. */
  readonly partners: (typeof partners)["zh"];
  /** Words of the page of imports. */
  readonly imports: (typeof imports)["zh"];
  /** Words of the page of people and keys. */
  readonly people: (typeof people)["zh"];
  /** Words of whether members of a household are in work. */
  readonly spells: (typeof spells)["zh"];
  /** Words of the page of village teams. */
  readonly teams: (typeof teams)["zh"];
  /** Words of how urgent an alert is. */
  readonly urgency: (typeof urgency)["zh"];
  /** Words of the page of break-glass. */
  readonly glass: (typeof glass)["zh"];
  /** Words of funds, of tables and of the colours of counties. */
  readonly funds: (typeof funds)["zh"];
  /** Words of figures beside the index, and of household checks. */
  readonly indicators: (typeof indicators)["zh"];
  /** Words of projects in depth, prices, scenarios and assets. */
  readonly projects: (typeof projects)["zh"];
  /** 12,345; a dash of its own for what is missing, which is never 0. */
  readonly number: (value: number | null | undefined, decimals?: number) => string;
  readonly percent: (share: number | null | undefined) => string;
  /** A share with decimals of a percent. */
  readonly share: (share: number | null | undefined, decimals: number) => string;
  /** A probability in percent; one near 0 or 1 never reads as certain. */
  readonly chance: (probability: number | null | undefined) => string;
  /** Fen to yuan, in 万 and 亿, or million and billion, where it is long. */
  readonly money: (fen: number | string | null | undefined) => string;
  readonly distance: (metres: number | null | undefined) => string;
  readonly dateTime: (iso: string | null | undefined) => string;
  /** Sentences in a row: English wants a space between them, Chinese none. */
  readonly sentences: (...parts: readonly (string | false | null)[]) => string;
  /** The name in the reader's language where one is agreed. */
  readonly nameOf: (thing: { name: string; nameEn?: string | null }) => string;
}

const missing = "—";

export function speak(language: Language): Speech {
  const words = language === "zh" ? zh : en;
  const tag = languageTags[language];
  const formats = new Map<number, Intl.NumberFormat>();
  const number: Speech["number"] = (value, decimals = 0) => {
    if (value === null || value === undefined) return missing;
    let format = formats.get(decimals);
    if (!format) {
      format = new Intl.NumberFormat(tag, {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      });
      formats.set(decimals, format);
    }
    return format.format(value);
  };
  const share: Speech["share"] = (value, decimals) =>
    value === null || value === undefined ? missing : `${number(value * 100, decimals)}%`;
  const clock = new Intl.DateTimeFormat(tag, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: "Asia/Shanghai",
  });
  return {
    language,
    words,
    work: work[language],
    county: county[language],
    enclave: enclave[language],
    erasure: erasure[language],
    events: events[language],
    exports: exportWords[language],
    field: field[language],
    pack: pack[language],
    partners: partners[language],
    people: people[language],
    spells: spells[language],
    teams: teams[language],
    urgency: urgency[language],
    glass: glass[language],
    imports: imports[language],
    indicators: indicators[language],
    funds: funds[language],
    projects: projects[language],
    number,
    percent: (part) => share(part, 0),
    share,
    chance: (probability) => {
      if (probability === null || probability === undefined) return missing;
      if (probability < 0.001) return "< 0.1%";
      return probability > 0.999 ? "> 99.9%" : share(probability, 1);
    },
    money: (fen) => {
      if (fen === null || fen === undefined) return missing;
      const yuan = Number(fen) / 100;
      const largest = language === "zh" ? 1e8 : 1e9;
      const long =
        language === "zh" ? { from: 1e5, per: 1e4, decimals: 1 } : { from: 1e6, per: 1e6, decimals: 2 };
      if (Math.abs(yuan) >= largest) return `${number(yuan / largest, 2)} ${words.money.yi}`;
      if (Math.abs(yuan) >= long.from) return `${number(yuan / long.per, long.decimals)} ${words.money.wan}`;
      return `${number(yuan)} ${words.money.yuan}`;
    },
    distance: (metres) => {
      if (metres === null || metres === undefined) return missing;
      return metres < 1000
        ? `${number(metres)} ${words.map.metre}`
        : `${number(metres / 1000, 1)} ${words.map.kilometre}`;
    },
    dateTime: (iso) => {
      if (!iso) return missing;
      // A date alone must not slide to another day through a time zone.
      if (/^\d{4}-\d{2}-\d{2}$/.test(iso)) return iso;
      const time = new Date(iso);
      return Number.isNaN(time.getTime()) ? iso : clock.format(time);
    },
    sentences: (...parts) => parts.filter(Boolean).join(language === "zh" ? "" : " "),
    nameOf: (thing) => (language === "en" && thing.nameEn ? thing.nameEn : thing.name),
  };
}

export const SpeechContext = createContext<Speech>(speak("zh"));
export const useSpeech = () => useContext(SpeechContext);
