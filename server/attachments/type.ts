import { Field, ID, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";
import { resultOf } from "../refusals.ts";

const KINDS = {
  CONSENT_FORM: say("承诺授权书", "Signed consent"),
  VISIT_PHOTO: say("入户照片", "Photograph of a visit"),
  REVIEW_MINUTES: say("评议会议记录", "Minutes of the review"),
  NOTICE_PHOTO: say("公示照片", "Photograph of the notice"),
  EVIDENCE: say("其他证明材料", "Other evidence"),
};
export type AttachmentKindName = keyof typeof KINDS;
export const AttachmentKind = enumOf("AttachmentKind", say("附件类型", "What an attachment shows"), KINDS);

@ObjectType({ description: say("对象的一份附件，加密存放", "An attachment of a case, kept encrypted") })
export class Attachment {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => AttachmentKind, { description: say("类型", "What it shows") })
  kind!: AttachmentKindName;
  @Field(() => String, { description: say("格式，由文件开头的字节判定", "Type by its first bytes") })
  mediaType!: string;
  @Field(() => Int, { description: say("字节数", "Bytes") })
  byteLength!: number;
  @Field(() => String, { description: say("文件的 SHA-256", "SHA-256 of the file") })
  sha256!: string;
  @Field(() => Date, { description: say("加入时间", "When it was added") })
  addedAt!: Date;
}

@ObjectType({
  description: say(
    "附件及其内容；每次查看都有记录",
    "An attachment with its content; each reading is recorded",
  ),
})
export class AttachmentContent {
  @Field(() => Attachment, { description: say("附件", "Attachment") })
  attachment!: Attachment;
  @Field(() => String, { description: say("内容，Base64", "Content, Base64") })
  contentBase64!: string;
}

export const AttachmentResult = resultOf("AttachmentResult", Attachment);
export const AttachmentContentResult = resultOf("AttachmentContentResult", AttachmentContent);
