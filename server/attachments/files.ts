import { createHash } from "node:crypto";
import { selectCase } from "../cases/queries.ts";
import type { Context } from "../context.ts";
import { notFound, type Refused, refuse } from "../refusals.ts";
import { refusing, stop } from "../refusing.ts";
import { isUuid } from "../uuid.ts";
import { type AttachmentOfCase, findAttachment, insertAttachment, selectContent } from "./queries.ts";
import { AttachmentContent, type AttachmentKindName } from "./type.ts";

/** A request holds 1 MiB, so a file may have about three quarters of it. */
const LONGEST_BASE64 = 1_000_000;

/** What a file is by its first bytes; its name and what a browser says of it tell nothing. */
const SIGNATURES: readonly (readonly [mediaType: string, bytes: readonly number[]])[] = [
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["application/pdf", [0x25, 0x50, 0x44, 0x46, 0x2d]],
];
export const mediaTypeOf = (content: Buffer): string | null =>
  SIGNATURES.find(([, bytes]) => bytes.every((byte, index) => content[index] === byte))?.[0] ?? null;

const placeOf = (id: string) => ({ column: "casework.attachments.content", row: id });

export interface AttachmentGiven {
  readonly id: string;
  readonly caseId: string;
  readonly kind: AttachmentKindName;
  readonly contentBase64: string;
}

/** Adds a file to a case, encrypted. The same bytes twice are one attachment. */
export function addAttachment(context: Context, given: AttachmentGiven): Promise<AttachmentOfCase | Refused> {
  return refusing(context, async ({ sql, record }) => {
    const content = Buffer.from(given.contentBase64.slice(0, LONGEST_BASE64 + 4), "base64");
    const mediaType = mediaTypeOf(content);
    if (!isUuid(given.id) || mediaType === null || given.contentBase64.length > LONGEST_BASE64)
      return stop(
        refuse(
          context,
          "INVALID",
          `请给出 UUID 标识，文件须为 JPEG、PNG 或 PDF，Base64 不超过 ${LONGEST_BASE64} 个字符。`,
          `Give a UUID as id and a JPEG, PNG or PDF of at most ${LONGEST_BASE64} characters of Base64.`,
        ),
      );
    const matter = await selectCase(sql, given.caseId);
    if (!matter) return stop(notFound(context));
    const id = given.id.toLowerCase();
    const sha256 = createHash("sha256").update(content).digest();
    const before = await findAttachment(sql, { id, caseId: matter.id, sha256 });
    if (before)
      return before.caseId === matter.id && before.sha256 === sha256.toString("hex")
        ? before
        : stop(refuse(context, "OTHER_CONTENT", "此标识已用于另一附件。", "Another attachment has this id."));
    await insertAttachment(sql, {
      id,
      caseId: matter.id,
      villageCode: matter.villageCode,
      kind: given.kind,
      mediaType,
      sha256,
      byteLength: content.length,
      content: context.keys.seal(content, placeOf(id)),
    });
    await record({
      action: "attachment.add",
      kind: "Attachment",
      id,
      regionCode: matter.villageCode,
      detail: { case: matter.id, kind: given.kind, bytes: content.length },
    });
    return (await findAttachment(sql, { id, caseId: null, sha256: null })) ?? stop(notFound(context));
  });
}

/** Opens a file. That somebody did is recorded before the answer goes out. */
export function readAttachment(context: Context, id: string): Promise<AttachmentContent | Refused> {
  return refusing(context, async ({ sql, record }) => {
    const attachment = isUuid(id) ? await findAttachment(sql, { id, caseId: null, sha256: null }) : null;
    const sealed = attachment && (await selectContent(sql, attachment.id));
    if (!attachment || !sealed) return stop(notFound(context));
    if (sealed.length === 0)
      return stop(
        refuse(
          context,
          "ERASED",
          "附件内容已随该户的个人信息清除；记录与摘要仍在。",
          "What this file held was erased with the household; its record and digest stay.",
        ),
      );
    await record({
      action: "attachment.read",
      kind: "Attachment",
      id: attachment.id,
      regionCode: attachment.villageCode,
      detail: { case: attachment.caseId, kind: attachment.kind },
    });
    const content = context.keys.open(sealed, placeOf(attachment.id));
    return Object.assign(new AttachmentContent(), { attachment, contentBase64: content.toString("base64") });
  });
}
