import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { quarterToDate } from "../../geo/quarters.ts";
import type { Context } from "../context.ts";
import type { Language } from "../errors.ts";
import { HttpError } from "../http.ts";
import { INDICATORS } from "../indicators/catalog.ts";
import { findPublished, isKnown, readLanguage, readParameters, readQuarterAsked } from "../publishedDoor.ts";
import { type Region, RegionKind } from "../regions/type.ts";
import type { Publication } from "../relapse/type.ts";
import { headLine, rowLine } from "./csv.ts";
import { type ExportedRegion, figuresOf, regionsToExport } from "./queries.ts";

/** Regions asked for in one statement: some 10,000 figures, a megabyte of text. */
const REGIONS_AT_ONCE = 200;

/** Changes whenever the same figures would be written otherwise. */
const LAYOUT = 1;

/** GET /regions/{code}/indicators.csv: every published figure of a region and those inside it. */
export function serveExports(app: FastifyInstance, createContext: (language: Language) => Context): void {
  app.get(
    "/regions/:code/indicators.csv",
    async (request: FastifyRequest<{ Params: { code: string } }>, reply) => {
      const asked = readParameters(request.query, ["period", "level", "lang"]);
      const language = readLanguage(asked.lang, request.headers["accept-language"]);
      const context = createContext(language);
      const { region, publication } = await findPublished(
        context,
        request.params.code,
        readQuarterAsked(asked.period),
      );
      const quarter = quarterToDate(publication.period) ?? "";
      const level = readLevel(asked.level, region);
      const regions = await regionsToExport(context, region, level, publication, quarter);
      // What the file is made of, known before the first figure is read.
      const made = JSON.stringify([LAYOUT, language, publication, regions, INDICATORS]);
      const etag = `"${createHash("sha1").update(made).digest("base64url")}"`;
      const known = isKnown(request, reply, etag);
      const batches = known ? 0 : Math.ceil(regions.length / REGIONS_AT_ONCE);
      reply.header("server-timing", `sql;desc="${context.statements.count + batches} statements"`);
      if (known) return reply.code(304).send();
      return reply
        .type("text/csv; charset=utf-8")
        .header(
          "content-disposition",
          `attachment; filename="indicators-${region.code}-${publication.period}.csv"`,
        )
        .send(Readable.from(lines(context, publication, quarter, regions)));
    },
  );
}

/** Text of the file, a batch of regions at a time. Rows of a publication never change, so the batches fit together. */
async function* lines(
  context: Context,
  publication: Publication,
  quarter: string,
  regions: readonly ExportedRegion[],
): AsyncGenerator<string> {
  yield headLine(context.language);
  for (let at = 0; at < regions.length; at += REGIONS_AT_ONCE) {
    const batch = regions.slice(at, at + REGIONS_AT_ONCE);
    const figures = await figuresOf(
      context,
      publication,
      quarter,
      batch.map(({ code }) => code),
    );
    const byKey = new Map(figures.map((figure) => [`${figure.regionCode} ${figure.indicator}`, figure]));
    yield batch
      .flatMap((region) =>
        INDICATORS.map((indicator) => {
          const figure = byKey.get(`${region.code} ${indicator.key}`);
          return figure ? rowLine({ region, indicator, figure, publication }, context.language) : "";
        }),
      )
      .join("");
  }
}

const LEVELS = [RegionKind.PREFECTURE, RegionKind.COUNTY, RegionKind.TOWNSHIP];

/** Regions of which level follow the one asked for: without a word counties, below a county townships. */
function readLevel(level: string | undefined, { kind }: Region): RegionKind | null {
  if (level === undefined) {
    if (kind === RegionKind.TOWNSHIP) return null;
    return kind === RegionKind.COUNTY ? RegionKind.TOWNSHIP : RegionKind.COUNTY;
  }
  if (level === "none") return null;
  const found = LEVELS.find((one) => one.toLowerCase() === level);
  if (found) return found;
  const shown = level.slice(0, 20);
  throw new HttpError(
    400,
    "BAD_REQUEST",
    `层级 ${shown} 无效；有 prefecture、county、township 与 none。`,
    `There is no level ${shown}; there are prefecture, county, township and none.`,
  );
}
