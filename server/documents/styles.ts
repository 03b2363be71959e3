import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { HttpError } from "../http.ts";
import { baseUrl } from "../ogc/links.ts";

/** Where a built style expects the address of this server. */
const ORIGIN = "{origin}";

/** GET /styles/{theme}-{language}.json: the village heat of the map as a style for MapLibre, as the build wrote it. */
export function serveStyles(app: FastifyInstance, publicUrl: string | null): void {
  const styles = readStyles();
  app.get("/styles/:file", async (request: FastifyRequest<{ Params: { file: string } }>, reply) => {
    const style = styles.get(request.params.file);
    if (style === undefined) {
      const shown = request.params.file.slice(0, 40);
      const known = [...styles.keys()].join(", ");
      throw new HttpError(
        404,
        "NOT_FOUND",
        `没有样式 ${shown}；有：${known}。`,
        `There is no style ${shown}; there are ${known}.`,
      );
    }
    return reply
      .type("application/json; charset=utf-8")
      .header("cache-control", "public, no-cache")
      .send(style.replaceAll(ORIGIN, baseUrl(request, publicUrl)));
  });
}

/** Text of every style by the name of its file; none before a build. */
function readStyles(): ReadonlyMap<string, string> {
  const folder = [
    new URL("../documents/styles/", import.meta.url),
    new URL("../../dist/documents/styles/", import.meta.url),
  ].find((each) => existsSync(each));
  if (!folder) return new Map();
  return new Map(
    readdirSync(folder)
      .sort()
      .map((file) => [file, readFileSync(new URL(file, folder), "utf8")]),
  );
}
