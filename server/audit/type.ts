import { Field, ID, InputType, ObjectType } from "type-graphql";
import { Role, type RoleName } from "../access/type.ts";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";

@ObjectType({
  description: say("一条审计事件：一次写入或一次敏感读取", "One event: a write or a sensitive read"),
})
export class AuditEvent {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  number!: number;
  @Field(() => Date, { description: say("时间", "When") })
  at!: Date;
  @Field(() => String, {
    description: say(
      "来路：SESSION 网页、API_KEY 密钥、PUBLIC 公众、COMMAND 命令行",
      "SESSION, API_KEY, PUBLIC or COMMAND",
    ),
  })
  channel!: string;
  @Field(() => String, { nullable: true, description: say("登录名", "Login") })
  login!: string | null;
  @Field(() => String, { nullable: true, description: say("姓名", "Name of the person who did it") })
  name!: string | null;
  @Field(() => Role, { nullable: true, description: say("当时的岗位", "Post at that moment") })
  role!: RoleName | null;
  @Field(() => String, { description: say("做了什么", "What was done, thing.verb") })
  action!: string;
  @Field(() => String, { description: say("对象种类", "Kind of thing") })
  kind!: string;
  @Field(() => String, { description: say("对象标识", "Which one") })
  entityId!: string;
  @Field(() => String, { nullable: true, description: say("区划代码", "Region") })
  regionCode!: string | null;
  @Field(() => String, { nullable: true, description: say("事由", "Purpose given") })
  purpose!: string | null;
  @Field(() => String, {
    description: say("改动内容（JSON，只有代码与数字）", "What changed, as JSON: codes and numbers only"),
  })
  detail!: string;
  @Field(() => Boolean, { description: say("已封存", "Covered by a seal") })
  isSealed!: boolean;
}

export const AuditEventConnection = connectionOf(AuditEvent);

@InputType({ description: say("审计筛选", "Filter of audit events") })
export class AuditFilter {
  @Field(() => String, { nullable: true, description: say("动作", "Action") })
  action?: string;
  @Field(() => String, { nullable: true, description: say("对象种类", "Kind of thing") })
  kind?: string;
  @Field(() => String, {
    nullable: true,
    description: say("对象标识：看它的全部历史", "Which one: its whole history"),
  })
  entityId?: string;
  @Field(() => String, { nullable: true, description: say("登录名", "Login") })
  login?: string;
  @Field(() => String, { nullable: true, description: say("区划代码", "Inside this division") })
  within?: string;
  @Field(() => String, { nullable: true, description: say("自（含），ISO 时间", "From, ISO time") })
  from?: string;
  @Field(() => String, {
    nullable: true,
    description: say("至（不含），ISO 时间", "To, not included, ISO time"),
  })
  to?: string;
}
