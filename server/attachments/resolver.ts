import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from "type-graphql";
import { Case } from "../cases/type.ts";
import type { Batch, Context } from "../context.ts";
import { say } from "../describe.ts";
import { addAttachment, readAttachment } from "./files.ts";
import { selectAttachments } from "./queries.ts";
import {
  Attachment,
  AttachmentContentResult,
  AttachmentKind,
  type AttachmentKindName,
  AttachmentResult,
} from "./type.ts";

const attachmentsOf: Batch<string, Attachment[]> = async ({ casework }, ids) => {
  const attachments = await casework(({ sql }) => selectAttachments(sql, ids));
  return ids.map((id) => attachments.filter((attachment) => attachment.caseId === id).slice(0, 100));
};

@Resolver(() => Case)
export class AttachmentResolver {
  @FieldResolver(() => [Attachment], { description: say("附件，至多 100 份", "Attachments, at most 100") })
  attachments(@Root() matter: Case, @Ctx() context: Context) {
    return context.load(attachmentsOf, matter.id, undefined);
  }

  @Mutation(() => AttachmentResult, { description: say("加入附件", "Add an attachment") })
  addAttachment(
    @Arg("id", () => ID, { description: say("由您生成的 UUID", "A UUID you make") }) id: string,
    @Arg("caseId", () => ID, { description: say("对象", "Case") }) caseId: string,
    @Arg("kind", () => AttachmentKind, { description: say("类型", "What it shows") })
    kind: AttachmentKindName,
    @Arg("contentBase64", () => String, {
      description: say(
        "JPEG、PNG 或 PDF 的 Base64，至多一百万字符",
        "Base64 of a JPEG, PNG or PDF, at most a million characters",
      ),
    })
    contentBase64: string,
    @Ctx() context: Context,
  ) {
    return addAttachment(context, { id, caseId, kind, contentBase64 });
  }

  @Mutation(() => AttachmentContentResult, {
    description: say("查看附件内容；每次都有记录", "Read an attachment; each time is recorded"),
  })
  readAttachment(
    @Arg("id", () => ID, { description: say("附件", "Attachment") }) id: string,
    @Ctx() context: Context,
  ) {
    return readAttachment(context, id);
  }
}
