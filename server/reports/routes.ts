import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import type { Language } from "../errors.ts";
import { HttpError } from "../http.ts";
import { findPublished, isKnown, readLanguage, readParameters, readQuarterAsked } from "../publishedDoor.ts";
import { tablesFolder, writeReport } from "./html.ts";
import { readReport } from "./queries.ts";

type ReportRequest = FastifyRequest<{ Params: { region: string; file: string; table?: string } }>;

/**
 * GET /reports/{region}/{quarter}.html: the printed report, and /reports/{region}/{quarter}/{table}.csv each of its tables
 * ({quarter}.en in English): the same bytes as `npm run report` writes.
 */
export function serveReports(app: FastifyInstance, createContext: (language: Language) => Context): void {
  /** Chinese first, whatever the browser prefers: the report is a document, and its address names one. */
  async function read(request: ReportRequest, reply: FastifyReply, quarter: string, language: Language) {
    const context = createContext(language);
    const { region, publication } = await findPublished(
      context,
      request.params.region,
      readQuarterAsked(quarter),
    );
    const written = writeReport(await readReport(context, region.code, region.kind, publication), language);
    reply.header("server-timing", `sql;desc="${context.statements.count} statements"`);
    return { written, region, publication };
  }

  function send(request: ReportRequest, reply: FastifyReply, type: string, body: string) {
    const etag = `"${createHash("sha1").update(body).digest("base64url")}"`;
    if (isKnown(request, reply, etag)) return reply.code(304).send();
    return reply.type(`${type}; charset=utf-8`).send(body);
  }

  app.get("/reports/:region/:file", async (request: ReportRequest, reply) => {
    const { file } = request.params;
    if (!file.endsWith(".html")) throw noSuch(file);
    const { lang } = readParameters(request.query, ["lang"]);
    const { written } = await read(
      request,
      reply,
      file.slice(0, -".html".length),
      readLanguage(lang, undefined),
    );
    return send(request, reply, "text/html", written.html);
  });

  app.get("/reports/:region/:file/:table", async (request: ReportRequest, reply) => {
    readParameters(request.query, []);
    const { file, table = "" } = request.params;
    const language = file.endsWith(".en") ? "en" : "zh";
    const { written, region, publication } = await read(
      request,
      reply,
      language === "en" ? file.slice(0, -".en".length) : file,
      language,
    );
    const csv = written.tables.get(table.replace(/\.csv$/, ""));
    if (csv === undefined || !table.endsWith(".csv")) {
      const names = [...written.tables.keys()].map((name) => `${name}.csv`);
      throw new HttpError(
        404,
        "NOT_FOUND",
        `报告里没有表 ${table.slice(0, 60)}；有 ${names.join("、")}。`,
        `The report has no table ${table.slice(0, 60)}; there are ${names.join(", ")}.`,
      );
    }
    reply.header(
      "content-disposition",
      `attachment; filename="${region.code}-${tablesFolder(publication.period, language)}-${table}"`,
    );
    return send(request, reply, "text/csv", csv);
  });
}

function noSuch(file: string): HttpError {
  const shown = file.slice(0, 60);
  return new HttpError(
    404,
    "NOT_FOUND",
    `没有 ${shown}；季度报告形如 2026Q3.html。`,
    `There is no ${shown}; a report is called like 2026Q3.html.`,
  );
}
