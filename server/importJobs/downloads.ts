import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { FastifyInstance, FastifyReply } from "fastify";
import { HttpError } from "../http.ts";
import type { ImportFolder } from "./folder.ts";
import { readProbe } from "./probeFile.ts";
import { findReportText } from "./queries.ts";
import type { OwnJob } from "./routes.ts";

/** What an import leaves, for whoever made it and nobody else: report, bad rows, places. */
export function serveDownloads(app: FastifyInstance, folder: ImportFolder, ownJob: OwnJob): void {
  app.get<{ Params: { id: string } }>("/imports/files/:id/report.json", async (request, reply) => {
    const { context, job } = await ownJob(request, reply);
    const report = await context.casework(({ sql }) => findReportText(sql, job.id));
    if (report === null) throw none("没有报告；请先运行一次。", "There is no report; run it once.");
    return attached(reply, "application/json; charset=utf-8", `import-${job.id}.json`).send(report);
  });

  app.get<{ Params: { id: string } }>("/imports/files/:id/errors", async (request, reply) => {
    const { context, job } = await ownJob(request, reply);
    const path = folder.fileOf(job.id, context.language === "zh" ? "errorsZh" : "errorsEn");
    const size =
      job.errorFile &&
      (await stat(path).then(
        (file) => file.size,
        () => null,
      ));
    if (size === null)
      throw none(
        "没有错误文件：没有问题行，或已过一天被移走。",
        "There is no file of errors: no row was bad, or it was removed after a day.",
      );
    return attached(
      reply,
      "application/octet-stream",
      `${withoutEnding(job.fileName)}.errors.${job.errorFile}`,
    )
      .header("content-length", size)
      .send(createReadStream(path));
  });

  app.get<{ Params: { id: string } }>("/imports/files/:id/places.geojson", async (request, reply) => {
    const { job } = await ownJob(request, reply);
    const probe = await readProbe(folder, job.id);
    if (!probe) throw none("还没有识别这个文件。", "The file has not been looked into yet.");
    return reply
      .type("application/geo+json; charset=utf-8")
      .send(JSON.stringify({ type: "FeatureCollection", features: probe.places }));
  });
}

const withoutEnding = (fileName: string) => fileName.replace(/\.[A-Za-z0-9]{1,10}$/, "");

const attached = (reply: FastifyReply, type: string, name: string) =>
  reply
    .type(type)
    .header("x-content-type-options", "nosniff")
    .header(
      "content-disposition",
      `attachment; filename="import${/\.\w+$/.exec(name)?.[0] ?? ""}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    );

const none = (zh: string, en: string) => new HttpError(404, "NOT_FOUND", zh, en);
