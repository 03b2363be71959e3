import { createReadStream, existsSync } from "node:fs";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Pool } from "pg";
import { readRequest } from "../access/door.ts";
import { isAllowed } from "../access/rules.ts";
import { tokenHash } from "../access/viewer.ts";
import type { Context, Request } from "../context.ts";
import { HttpError } from "../http.ts";
import { readParameters } from "../publishedDoor.ts";
import { isUuid } from "../uuid.ts";
import { recordDownload } from "./changes.ts";
import type { ExportFolder } from "./folder.ts";
import { FILE_FORMATS } from "./formats.ts";
import { LISTS } from "./lists.ts";
import { coversStill } from "./permission.ts";
import { type KeptFile, selectFile } from "./queries.ts";
import { WHAT } from "./words.ts";

export interface ExportFileOptions {
  readonly folder: ExportFolder;
  readonly createContext: (request: Request) => Context;
  readonly accessPool: Pool;
}

/** GET /exports/files/{id}?token=…: a whole file, to whoever asked for it and may still have it. */
export function serveExportFiles(
  app: FastifyInstance,
  { folder, createContext, accessPool }: ExportFileOptions,
): void {
  app.get("/exports/files/:id", async (request: FastifyRequest<{ Params: { id: string } }>, reply) => {
    const { token } = readParameters(request.query, ["token"]);
    const context = createContext(await readRequest(request, reply, accessPool));
    const { id } = request.params;
    const file =
      isUuid(id) && token !== undefined && token.length <= 128
        ? await selectFile(context.owner, id, tokenHash(token))
        : null;
    if (file === null || !mayOpen(file, context)) throw noFile();
    if (file.isExpired)
      throw new HttpError(
        410,
        "NOT_FOUND",
        "文件已过期并删除，请重新索取。",
        "The file has expired and is removed; ask for it again.",
      );
    const path = folder.whole(file.id);
    if (file.state !== "DONE" || !existsSync(path)) throw noFile();
    // Before the first byte leaves: what is not on record does not go out.
    if (file.isGuarded) await recordDownload(context, file);
    return reply
      .type(FILE_FORMATS[file.format].mediaType)
      .header("content-disposition", disposition(file))
      .header("content-length", file.sizeBytes)
      .header("cache-control", "private, no-store")
      .header("x-content-type-options", "nosniff")
      .send(createReadStream(path));
  });
}

/** The same person through any session, the same key; a file of nobody in particular opens by its secret alone. */
function mayOpen(file: KeptFile, { viewer, token }: Context): boolean {
  if (file.personId === null) return true;
  if (viewer === null || viewer.personId !== file.personId) return false;
  const key = viewer.channel === "API_KEY" && token !== null ? tokenHash(token) : null;
  if (!(file.keySha256 === null ? key === null : key?.equals(file.keySha256))) return false;
  const { permission } = LISTS[file.what];
  return permission === null || (isAllowed(viewer.role, permission) && coversStill(file, viewer));
}

/** The same for what is not there, not ready, somebody else's or no longer allowed. */
const noFile = () =>
  new HttpError(
    404,
    "NOT_FOUND",
    "没有这个文件，或您不能打开它。",
    "There is no such file, or you may not open it.",
  );

/** RFC 6266 with RFC 5987: a plain name for old clients, and the name people read. */
function disposition({ what, format, language, regionName, requestedOn }: KeptFile): string {
  const { extension } = FILE_FORMATS[format];
  const name = [WHAT[what][language].split("，")[0], regionName, requestedOn]
    .filter((part) => part !== null && part !== undefined)
    .join("-")
    .replaceAll(/[^\p{L}\p{N} _.-]/gu, "_");
  const plain = `${LISTS[what].name}-${requestedOn}.${extension}`;
  const encoded = encodeURIComponent(`${name}.${extension}`).replaceAll(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
