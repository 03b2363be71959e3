import type { Sql } from "../context.ts";
import { Attachment } from "./type.ts";

export type AttachmentOfCase = Attachment & { caseId: string; villageCode: string };

const columns = /* sql */ `
  id, case_id as "caseId", village_code as "villageCode", kind, media_type as "mediaType", byte_length as "byteLength",
  encode(sha256, 'hex') as sha256, added_at as "addedAt"`;
const asAttachment = (row: AttachmentOfCase): AttachmentOfCase => Object.assign(new Attachment(), row);

export async function selectAttachments(sql: Sql, caseIds: readonly string[]): Promise<AttachmentOfCase[]> {
  const rows = await sql<AttachmentOfCase>(
    `select ${columns} from casework.attachments where case_id = any(:caseIds::uuid[]) order by added_at desc, id limit 5000`,
    { caseIds: [...caseIds] },
  );
  return rows.map(asAttachment);
}

/** The attachment with this id, or the one of the case with the same bytes. */
export async function findAttachment(
  sql: Sql,
  { id, caseId, sha256 }: { id: string; caseId: string | null; sha256: Buffer | null },
): Promise<AttachmentOfCase | null> {
  const [row] = await sql<AttachmentOfCase>(
    `select ${columns} from casework.attachments
     where id = :id or (case_id = :caseId::uuid and sha256 = :sha256::bytea) order by id = :id desc limit 1`,
    { id, caseId, sha256 },
  );
  return row ? asAttachment(row) : null;
}

export const insertAttachment = (
  sql: Sql,
  attachment: {
    id: string;
    caseId: string;
    villageCode: string;
    kind: string;
    mediaType: string;
    sha256: Buffer;
    byteLength: number;
    content: Buffer;
  },
) =>
  sql(
    /* sql */ `
    insert into casework.attachments (id, case_id, village_code, kind, media_type, sha256, byte_length, content_sealed, added_by)
    values (:id, :caseId, :villageCode, :kind, :mediaType, :sha256, :byteLength, :content, access.viewer())`,
    attachment,
  );

export async function selectContent(sql: Sql, id: string): Promise<Buffer | null> {
  const [row] = await sql<{ content: Buffer }>(
    "select content_sealed as content from casework.attachments where id = :id",
    { id },
  );
  return row?.content ?? null;
}
