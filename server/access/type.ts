import { createUnionType, Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { say } from "../describe.ts";
import { ROLES, type RoleName } from "./rules.ts";

export type { RoleName };

export const Role = Object.fromEntries(ROLES.map((role) => [role, role])) as Record<RoleName, RoleName>;
const ROLE_WORDS: Record<RoleName, string> = {
  VILLAGE_WORKER: say("村级网格员", "Village worker"),
  TOWNSHIP: say("乡镇干部", "Township office"),
  COUNTY: say("县级乡村振兴部门", "County office"),
  PROVINCE: say("省级统筹人员", "Province coordinator"),
  NATIONAL: say("国家级统筹人员", "National coordinator"),
  PLANNER: say("规划人员：只看公开数据", "Planner: open figures only"),
  PARTNER: say("合作方系统：只看公开数据", "Partner application: open figures only"),
  AUDITOR: say("审计员：只看审计日志", "Auditor: the audit and nothing else"),
  SYSTEM_ADMIN: say("系统管理员", "System administrator"),
  SECURITY_ADMIN: say("安全管理员：管人员与密钥", "Security administrator: people and keys"),
};
registerEnumType(Role, {
  name: "Role",
  description: say("岗位", "Post"),
  valuesConfig: Object.fromEntries(ROLES.map((role) => [role, { description: ROLE_WORDS[role] }])),
});

@ObjectType({ description: say("当前登录的人", "Who is signed in") })
export class Viewer {
  @Field(() => ID, { description: say("标识", "Identity") })
  personId!: string;
  @Field(() => String, { description: say("登录名", "Login") })
  login!: string;
  @Field(() => String, { description: say("姓名", "Name") })
  name!: string;
  @Field(() => Role, { description: say("岗位", "Post") })
  role!: RoleName;
  @Field(() => [String], {
    description: say("辖区代码；CN 为全国", "Codes of the regions; CN for the country"),
  })
  regions!: readonly string[];
  @Field(() => [String], {
    description: say("可做的事，界面据此显示", "What this post may do, for the screens to go by"),
  })
  permissions!: readonly string[];
  @Field(() => Date, { description: say("登录有效期至", "Signed in until") })
  expiresAt!: Date;
  @Field(() => Boolean, { description: say("是否演示人员", "Demonstration person") })
  isDemo!: boolean;
}

@ObjectType({ description: say("登录成功", "Signed in") })
export class SignedIn {
  @Field(() => Viewer, { description: say("登录的人", "Who") })
  viewer!: Viewer;
}

@ObjectType({
  description: say("密码正确，还需动态码", "The password is right; the second factor is needed"),
})
export class SecondFactorRequired {
  @Field(() => String, { description: say("提示", "What to do") })
  message!: string;
}

@ObjectType({ description: say("登录被拒绝", "Not signed in") })
export class SignInRefused {
  @Field(() => String, { description: say("原因", "Why") })
  message!: string;
  @Field(() => Int, { nullable: true, description: say("多少秒后可再试", "Seconds until the next try") })
  retryAfterSeconds!: number | null;
}

export const SignInResult = createUnionType({
  name: "SignInResult",
  description: say("登录结果", "Outcome of a sign-in"),
  types: () => [SignedIn, SecondFactorRequired, SignInRefused] as const,
});

@ObjectType({ description: say("一把有效的接口密钥，不含密钥本身", "A valid key, without its secret") })
export class ApiKey {
  @Field(() => String, { description: say("用途", "What it is for") })
  label!: string;
  @Field(() => String, { description: say("密钥开头，可公开", "How it begins, which is no secret") })
  start!: string;
  @Field(() => Int, { description: say("每分钟可用的查询代价", "Query cost it may spend per minute") })
  pointsPerMinute!: number;
  @Field(() => Date, { description: say("建立时间", "Created") })
  createdAt!: Date;
  @Field(() => Date, { nullable: true, description: say("上次使用，精确到分", "Last used, to a minute") })
  usedAt!: Date | null;
  @Field(() => Date, { description: say("有效期至", "Valid until") })
  expiresAt!: Date;
}

@ObjectType({ description: say("一个辖区及其名称", "A region of a person, by name") })
export class PersonRegion {
  @Field(() => String, { description: say("代码；CN 为全国", "Code; CN for the country") })
  code!: string;
  @Field(() => String, { description: say("全称，如江西省吉安市遂川县", "Name with what it lies in") })
  name!: string;
  @Field(() => String, { nullable: true, description: say("英文名", "Name in English, where one is agreed") })
  nameEn!: string | null;
}

@ObjectType({ description: say("一个人员账号", "A person's account") })
export class Person {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => String, { description: say("登录名", "Login") })
  login!: string;
  @Field(() => String, { description: say("姓名", "Name") })
  name!: string;
  @Field(() => Role, { description: say("岗位", "Post") })
  role!: RoleName;
  @Field(() => [String], { description: say("辖区代码", "Codes of the regions") })
  regions!: string[];
  @Field(() => [PersonRegion], { description: say("辖区，带名称", "The regions by name") })
  places!: PersonRegion[];
  @Field(() => Boolean, { description: say("已停用", "Disabled") })
  isDisabled!: boolean;
  @Field(() => Boolean, {
    description: say("因多次输错暂时锁定", "Locked for a while after wrong passwords"),
  })
  isLocked!: boolean;
  @Field(() => Boolean, { description: say("已登记动态码", "Has a second factor") })
  hasSecondFactor!: boolean;
  @Field(() => Int, {
    description: say("有效密钥数", "Live keys"),
    deprecationReason: "Count keys, which lists them; to go on 2027-06-30.",
  })
  liveKeys!: number;
  @Field(() => [ApiKey], { description: say("有效密钥，至多两把", "Live keys, at most two") })
  keys!: ApiKey[];
  @Field(() => Boolean, { description: say("是否演示人员", "Demonstration person") })
  isDemo!: boolean;
}

@ObjectType({
  description: say("新建的账号；密码与动态码密钥只显示这一次", "A new account; its secrets are shown once"),
})
export class PersonCreated {
  @Field(() => Person, { description: say("人员", "The person") })
  person!: Person;
  @Field(() => String, { description: say("初始密码", "First password") })
  password!: string;
  @Field(() => String, {
    nullable: true,
    description: say("动态码登记地址，供验证器扫描", "Enrolment address for an authenticator"),
  })
  secondFactorUri!: string | null;
}

@ObjectType({ description: say("新建的密钥；只显示这一次", "A new key; it is shown once") })
export class ApiKeyCreated {
  @Field(() => String, { description: say("密钥", "The key") })
  key!: string;
  @Field(() => Date, { description: say("有效期至", "Valid until") })
  expiresAt!: Date;
}

@ObjectType({ description: say("演示人员，供登录页选用", "A demonstration person, offered at the sign-in") })
export class DemoPerson {
  @Field(() => String, { description: say("登录名", "Login") })
  login!: string;
  @Field(() => String, { description: say("姓名", "Name") })
  name!: string;
  @Field(() => Role, { description: say("岗位", "Post") })
  role!: RoleName;
  @Field(() => [String], { description: say("辖区代码", "Codes of the regions") })
  regions!: string[];
  @Field(() => String, { description: say("密码，公开的", "Password, known to all") })
  password!: string;
  @Field(() => String, {
    nullable: true,
    description: say("当前动态码", "Code of the second factor right now"),
  })
  code!: string | null;
}
