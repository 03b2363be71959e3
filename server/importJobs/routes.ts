import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Pool } from "pg";
import { readRequest } from "../access/door.ts";
import { isAllowed } from "../access/rules.ts";
import type { Context, Request } from "../context.ts";
import { HttpError } from "../http.ts";
import { isUuid } from "../uuid.ts";
import { createUpload, finishUpload, giveUpUpload } from "./changes.ts";
import type { ImportDesk } from "./desk.ts";
import { serveDownloads } from "./downloads.ts";
import { type ImportFolder, TooManyBytes } from "./folder.ts";
import { findJob, type JobRow } from "./queries.ts";
import { MOST_BYTES, MOST_BYTES_KEPT } from "./settings.ts";

export interface UploadOptions {
  readonly desk: ImportDesk;
  readonly createContext: (request: Request) => Context;
  readonly accessPool: Pool;
}

export type OwnJob = (
  request: FastifyRequest<{ Params: { id: string } }>,
  reply: FastifyReply,
) => Promise<{ context: Context; job: JobRow }>;

const TUS = "1.0.0";

/**
 * Uploads that may break off and go on: the core of tus 1.0 with creation and termination (https://tus.io/protocols/
 * resumable-upload). A request must have come within half a minute, so a file comes in pieces; what has come of a broken
 * piece stays.
 */
export function serveUploads(app: FastifyInstance, options: UploadOptions): void {
  const { desk, createContext, accessPool } = options;
  const { folder } = desk;
  const contextOf = async (request: FastifyRequest, reply: FastifyReply): Promise<Context> => {
    const context = createContext(await readRequest(request, reply, accessPool));
    reply.header("cache-control", "no-store");
    if (context.viewer === null) throw new HttpError(401, "UNAUTHENTICATED", "请先登录。", "Sign in first.");
    if (!isAllowed(context.viewer.role, "import.run"))
      throw new HttpError(403, "FORBIDDEN", "您的岗位不能导入。", "Your post may not import.");
    return context;
  };
  const ownJob: OwnJob = async (request, reply) => {
    const context = await contextOf(request, reply);
    const job = await context.casework(({ sql }) => findJob(sql, request.params.id));
    if (job) return { context, job };
    // Somebody else's and none at all are the same answer.
    throw new HttpError(404, "NOT_FOUND", "没有这个上传。", "There is no such upload.");
  };
  /** One piece at a time of each file. */
  const busy = new Set<string>();

  app.register(async (scope) => {
    // Handed on as it comes: the limit of other bodies does not hold for it, the announced length does.
    scope.addContentTypeParser("application/offset+octet-stream", (_request, body, done) => done(null, body));
    scope.addHook("onRequest", async (_request, reply) => void reply.header("tus-resumable", TUS));

    scope.options("/imports/files", async (_request, reply) =>
      reply
        .headers({
          "tus-version": TUS,
          "tus-extension": "creation,termination",
          "tus-max-size": String(MOST_BYTES),
        })
        .code(204)
        .send(),
    );

    scope.post("/imports/files", async (request, reply) => {
      refuseVersion(request);
      const context = await contextOf(request, reply);
      const given = readAnnounced(request);
      const made = await createUpload(context, given);
      if (made === "OTHER")
        throw new HttpError(
          409,
          "CONFLICT",
          "此标识已用于另一个文件；请换一个 UUID。",
          "Another file has this id; make another UUID.",
        );
      if (made === "QUOTA")
        throw new HttpError(
          413,
          "PAYLOAD_TOO_LARGE",
          `您的文件合计将超过 ${MOST_BYTES_KEPT / 2 ** 30} GiB；请先移去不用的，或等一天后自动移走。`,
          `Your files would exceed ${MOST_BYTES_KEPT / 2 ** 30} GiB; remove some, or wait a day until they go by themselves.`,
        );
      if (made.state === "UPLOADING") await folder.create(made.id);
      return reply
        .code(201)
        .header("location", `/imports/files/${made.id}`)
        .header("upload-offset", "0")
        .send();
    });

    scope.head<{ Params: { id: string } }>("/imports/files/:id", async (request, reply) => {
      const { context, job } = await ownJob(request, reply);
      const size = await folder.sizeOf(job.id);
      if (size === null) throw gone();
      // A process may have died between the last byte and the word that it was the last.
      if (size === job.byteLength && job.state === "UPLOADING") {
        await finishUpload(context, job.id);
        desk.kick();
      }
      return reply
        .headers({ "upload-offset": String(size), "upload-length": String(job.byteLength) })
        .code(200)
        .send();
    });

    scope.patch<{ Params: { id: string } }>("/imports/files/:id", async (request, reply) => {
      refuseVersion(request);
      const { context, job } = await ownJob(request, reply);
      if (busy.has(job.id)) throw notHere("?", request.headers["upload-offset"]);
      busy.add(job.id);
      try {
        const size = await takePiece(folder, job, request);
        if (size === job.byteLength) {
          await finishUpload(context, job.id);
          desk.kick();
        }
        return reply.code(204).header("upload-offset", String(size)).send();
      } finally {
        busy.delete(job.id);
      }
    });

    scope.delete<{ Params: { id: string } }>("/imports/files/:id", async (request, reply) => {
      refuseVersion(request);
      const { context, job } = await ownJob(request, reply);
      if (!(await giveUpUpload(context, job.id)))
        throw new HttpError(
          409,
          "CONFLICT",
          "正在处理这个文件；请先取消导入。",
          "The file is being worked on; cancel the import first.",
        );
      await folder.remove(job.id);
      return reply.code(204).send();
    });
  });
  serveDownloads(app, folder, ownJob);
  serveRunning(app, desk);
}

/**
 * A running import by its handle, which only its maker was told; of one that does not run here nothing is said. Neither asks the database: the embedded one answers
 * nobody while an import writes, and would learn of the wish to end it when it is over.
 */
function serveRunning(app: FastifyInstance, desk: ImportDesk): void {
  const path = "/imports/running/:handle";
  app.get<{ Params: { handle: string } }>(path, async (request, reply) => {
    const progress = desk.progressOf(request.params.handle);
    return reply.header("cache-control", "no-store").send({ progress });
  });
  app.delete<{ Params: { handle: string } }>(path, async (request, reply) => {
    refuseVersion(request);
    return reply.send({ isStopping: desk.cancelBy(request.params.handle) });
  });
}

async function takePiece(folder: ImportFolder, job: JobRow, request: FastifyRequest): Promise<number> {
  const size = await folder.sizeOf(job.id);
  if (size === null || !job.hasFile) throw gone();
  if (request.headers["upload-offset"] !== String(size))
    throw notHere(size, request.headers["upload-offset"]);
  if (!isStream(request.body))
    throw new HttpError(
      415,
      "UNSUPPORTED_MEDIA_TYPE",
      "请以 application/offset+octet-stream 发送。",
      "Send it as application/offset+octet-stream.",
    );
  try {
    return await folder.append(job.id, { from: size, upTo: job.byteLength }, request.body);
  } catch (error) {
    if (error instanceof TooManyBytes)
      throw new HttpError(
        413,
        "PAYLOAD_TOO_LARGE",
        `收到的多于声明的 ${job.byteLength} 字节；这一段没有保存。`,
        `More came than the ${job.byteLength} bytes announced; this piece was not kept.`,
      );
    if ((error as NodeJS.ErrnoException).code === "ENOSPC")
      throw new HttpError(
        503,
        "UNAVAILABLE",
        "服务器磁盘已满；请联系系统管理员。",
        "The disk of the server is full; tell the system administrator.",
      );
    if (request.raw.destroyed || request.raw.aborted)
      throw new HttpError(400, "BAD_REQUEST", "上传中断。", "The upload broke off.");
    throw error;
  }
}

const isStream = (body: unknown): body is AsyncIterable<Buffer> =>
  typeof body === "object" && body !== null && Symbol.asyncIterator in body;

/** Length, name and id of an announced file. @throws HttpError naming what is wrong */
function readAnnounced(request: FastifyRequest): { id: string; fileName: string; byteLength: number } {
  const byteLength = Number(request.headers["upload-length"]);
  if (Number.isSafeInteger(byteLength) && byteLength > MOST_BYTES)
    throw new HttpError(
      413,
      "PAYLOAD_TOO_LARGE",
      `文件有 ${Math.ceil(byteLength / 2 ** 20)} MiB，至多 ${MOST_BYTES / 2 ** 20} MiB；请分成几个文件。`,
      `The file has ${Math.ceil(byteLength / 2 ** 20)} MiB, at most ${MOST_BYTES / 2 ** 20} MiB are taken; split it.`,
    );
  const metadata = new Map(
    String(request.headers["upload-metadata"] ?? "")
      .split(",")
      .map((pair) => pair.trim().split(" "))
      .map(([key = "", value = ""]) => [key, Buffer.from(value, "base64").toString("utf8")]),
  );
  const id = metadata.get("id")?.toLowerCase() ?? "";
  // A name is shown, and must not steer what shows it.
  const shown = (metadata.get("filename") ?? "").replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "");
  const fileName = [...shown].slice(0, 255).join("");
  if (Number.isSafeInteger(byteLength) && byteLength > 0 && isUuid(id) && fileName.trim() !== "")
    return { id, fileName, byteLength };
  throw new HttpError(
    400,
    "BAD_REQUEST",
    "请给出 Upload-Length（大于 0 的字节数）和 Upload-Metadata：id（UUID）与 filename，值为 Base64。",
    "Give Upload-Length (bytes, above 0) and Upload-Metadata with id (a UUID) and filename, their values in Base64.",
  );
}

function refuseVersion(request: FastifyRequest): void {
  // A header of its own: no form of another site can send it.
  if (request.headers["tus-resumable"] === TUS) return;
  throw new HttpError(
    412,
    "BAD_REQUEST",
    `请带上 Tus-Resumable: ${TUS}。`,
    `Send the header Tus-Resumable: ${TUS}.`,
  );
}

const notHere = (have: number | string, given: unknown) =>
  new HttpError(
    409,
    "CONFLICT",
    `Upload-Offset 为 ${String(given).slice(0, 20)}，已收到 ${have} 字节；请用 HEAD 查询后续传。`,
    `Upload-Offset is ${String(given).slice(0, 20)}, ${have} bytes have come; ask by HEAD and go on from there.`,
  );

const gone = () =>
  new HttpError(404, "NOT_FOUND", "文件已移走；请重新上传。", "The file was removed; upload it again.");
