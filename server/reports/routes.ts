import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import type { Language } from "../errors.ts";
import { HttpError } from "../http.ts";
import { findPublished, isKnown, readLanguage, readParameters, readQuarterAsked } from "../publishedDoor.ts";
import { reportHtml } from "./html.ts";
import { readReport } from "./queries.ts";

/** GET /reports/{region}/{quarter}.html: the printed report, the same bytes as `npm run report` writes. */
export function serveReports(app: FastifyInstance, createContext: (language: Language) => Context): void {
  app.get(
    "/reports/:region/:file",
    async (request: FastifyRequest<{ Params: { region: string; file: string } }>, reply) => {
      const { region: code, file } = request.params;
      if (!file.endsWith(".html")) {
        const shown = file.slice(0, 60);
        throw new HttpError(
          404,
          "NOT_FOUND",
          `没有 ${shown}；季度报告形如 2026Q3.html。`,
          `There is no ${shown}; a report is called like 2026Q3.html.`,
        );
      }
      const { lang } = readParameters(request.query, ["lang"]);
      // Chinese first, whatever the browser prefers: the report is a document, and its address names one.
      const language = readLanguage(lang, undefined);
      const context = createContext(language);
      const { region, publication } = await findPublished(
        context,
        code,
        readQuarterAsked(file.slice(0, -".html".length)),
      );
      const html = reportHtml(await readReport(context, region.code, region.kind, publication), language);
      const etag = `"${createHash("sha1").update(html).digest("base64url")}"`;
      reply.header("server-timing", `sql;desc="${context.statements.count} statements"`);
      if (isKnown(request, reply, etag)) return reply.code(304).send();
      return reply.type("text/html; charset=utf-8").send(html);
    },
  );
}
