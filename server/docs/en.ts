import { DEFAULT_PAGE, LARGEST_PAGE } from "../connection.ts";
import type { Limits, Section, Words } from "./words.ts";

const sections = ({ tokens, depth, aliases, cost }: Limits): readonly Section[] => [
  {
    id: "start",
    title: "Start here",
    text: [
      "Open figures need no sign-in: send a query to `/graphql` by `POST`, as `application/json`. `/graphiql` is the explorer (in development).",
      "Labels and sentences are Chinese unless `accept-language: en` asks for English. Quarters are written `2026Q3`, months `2026-09`; a figure that is missing is `null` and never 0. Money is whole fen. Coordinates are EPSG:4326, longitude first.",
    ],
    examples: ["firstQuery", "riskiest", "around"],
  },
  {
    id: "keys",
    title: "Signing in with a key",
    text: [
      "A program signs in with a key: `authorization: Bearer …`. A security administrator makes it at `/people`; it is shown once, holds for 1 to 365 days and can be withdrawn at any time. A key that holds no longer is answered 401.",
      "The post says what may be seen: each field says who may use it. The key of a partner sees open figures only.",
    ],
    examples: ["viewer"],
  },
  {
    id: "paging",
    title: "Paging",
    text: [
      `Lists are paged as Relay has it: \`first\` and \`after\` forwards, \`last\` and \`before\` backwards; ${DEFAULT_PAGE} rows unless told otherwise, ${LARGEST_PAGE} at most. A cursor marks a place and not a number: rows that arrive in between make nothing come twice and nothing be missed.`,
      "`totalCount` is counted only when it is asked for.",
    ],
    examples: ["page"],
  },
  {
    id: "errors",
    title: "Errors",
    text: [
      "Errors stand in `errors`: `extensions.code` is one of the stable codes below, `message` is a sentence for people and nothing to program by. What is not found is `null`, not an error. Refusals that a write must expect are members of its answer (a union), not `errors`.",
    ],
    examples: ["wrongPeriod"],
    codes: true,
  },
  {
    id: "limits",
    title: "Limits and cost",
    text: [
      `An operation has at most ${tokens} tokens, ${depth} levels, ${aliases} aliases and ${cost} points; a body at most 1 MB. A field is one point, times the rows it can return; \`extensions.cost\` of every answer says what was spent. What is beyond is refused before the database is asked.`,
      "When a key has spent the points of its minute the answer is 429, and `Retry-After` says how many seconds to wait.",
    ],
    examples: ["tooLarge"],
  },
  {
    id: "caching",
    title: "Caching and document ids",
    text: [
      "A query of open fields alone may come by `GET` (with an `apollo-require-preflight` or a `content-type` header). Its answer has an `ETag` and `public, no-cache`; asked again with `If-None-Match` it is 304 while it stands. For divisions, villages, risk scores and indices that have not changed the database is not asked. With a session or a key, or with any field that is not open, it is `private, no-store`.",
      "A query may be named by its id: `documentId` is `sha256:` and the digest of its text, as GraphQL over HTTP has it; `extensions.persistedQuery` of Apollo and urql is taken too. Where the server does not know it the answer is 404 with `PERSISTED_QUERY_NOT_FOUND`; sent once more with its text it is remembered. With `TRUSTED_ONLY=1` a server answers the operations of its web app only, and others with the key of a partner, within its points.",
    ],
    examples: ["cached", "documentId"],
  },
  {
    id: "clients",
    title: "Clients",
    text: [
      "The contract is at `/schema.graphql`. `relay-compiler`, the client preset of graphql-codegen, `relayStylePagination` of Apollo Client and `relayPagination` of urql's Graphcache are used in the tests. `/possibleTypes.json` and `/typePolicies.json` are for the cache of Apollo Client: give each `keyArgs` to `relayStylePagination`.",
      "`test/examples/partner` of the source is a whole application of a partner: it generates its types, sends ids only and pages through the villages of a county. The contract grows and is not broken; what is to go is marked `@deprecated` with a day, and goes when that has come.",
    ],
    examples: ["contract", "possibleTypes"],
  },
  {
    id: "tiles",
    title: "Vector tiles",
    text: [
      "`/tiles/{layers}/{z}/{x}/{y}.pbf`, several layers joined by commas, `?period=2026-09` for a month. Tiles have an `ETag`; one without content is 204.",
      "`/styles/light-en.json` (`dark`, `zh`) is the village heat as a style that MapLibre GL JS 6 opens; its symbols are drawn by the web app and left out.",
    ],
    examples: ["tileJson", "style"],
  },
  {
    id: "ogc",
    title: "OGC API",
    text: [
      "`/ogc` is OGC API – Features (part 1, queryables of part 3) and tile sets; QGIS and GDAL open it as it is.",
    ],
    examples: ["ogcItems"],
  },
  {
    id: "bulk",
    title: "Bulk export",
    text: [
      "`POST /exports/bulk` reads a list to its end, a line of JSON for each row; every page has the checks, cost and rights of a query of its own. Tables come as CSV: `/regions/{code}/indicators.csv`.",
    ],
    examples: ["bulk", "csv"],
  },
];

export const en: Words = {
  title: "API documentation",
  product: "Relapse Atlas",
  skip: "Skip to the text",
  back: "Back to the map",
  otherLanguage: "中文",
  contents: "Contents",
  reference: "Types and fields",
  referenceText: (types, fields) => `${types} types and ${fields} fields, made from the contract.`,
  search: "Find a type, field, argument or value",
  find: "Find",
  found: (count, text) => (count === 0 ? `Nothing fits “${text}”.` : `${count} for “${text}”`),
  most: (count) => `Only the first ${count} are listed; be more specific.`,
  kinds: {
    OBJECT: "Object",
    INTERFACE: "Interface",
    UNION: "Union",
    ENUM: "Enumeration",
    INPUT_OBJECT: "Input",
    SCALAR: "Scalar",
  },
  arguments: "Arguments",
  fields: "Fields",
  values: "Values",
  members: "Members",
  usedBy: "Used by",
  whoMay: "Who may use it",
  open: "everybody",
  signedIn: "who is signed in",
  byDefault: (value) => `${value} by default`,
  noType: (name) => `There is no type ${name}; all types stand at /docs#reference.`,
  sections,
};
