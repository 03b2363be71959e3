import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { invalid, setPersonRegions } from "./changesOfRegions.ts";
import {
  createApiKey,
  createPerson,
  disablePerson,
  resetPerson,
  selectPeople,
  unlockPerson,
  withdrawApiKeys,
} from "./people.ts";
import { closeSession, demoPeople } from "./queries.ts";
import type { RoleName } from "./rules.ts";
import { DEMO_PASSWORD, demoCode, signIn } from "./signIn.ts";
import { ApiKeyCreated, DemoPerson, Person, PersonCreated, Role, SignInResult, Viewer } from "./type.ts";

@Resolver()
export class AccessResolver {
  @Query(() => Viewer, {
    nullable: true,
    description: say("当前登录的人；未登录为空", "Who is signed in; null for nobody"),
  })
  viewer(@Ctx() { viewer }: Context) {
    return viewer;
  }

  @Query(() => [DemoPerson], {
    description: say("演示人员；没有演示数据时为空", "Demonstration people; none without demonstration data"),
  })
  async demoPeople(@Ctx() context: Context) {
    const people = await demoPeople(context.owner);
    return people.map((person) => ({ ...person, password: DEMO_PASSWORD, code: demoCode(person) }));
  }

  @Mutation(() => SignInResult, { description: say("登录", "Sign in") })
  signIn(
    @Arg("login", () => String, { description: say("登录名", "Login") }) login: string,
    @Arg("password", () => String, { description: say("密码", "Password") }) password: string,
    @Arg("code", () => String, {
      nullable: true,
      description: say(
        "六位动态码，县级及以上岗位需要",
        "Six digits of the second factor, for county posts and above",
      ),
    })
    code: string | null,
    @Ctx() context: Context,
  ) {
    return signIn(context, { login, password, code: code ?? null });
  }

  @Mutation(() => Boolean, { description: say("退出登录", "Sign out") })
  async signOut(@Ctx() context: Context) {
    if (context.token !== null) await closeSession(context.accessPool, context.token);
    context.setSession(null);
    return true;
  }

  @Query(() => [Person], { description: say("全部人员，至多 500 个", "All people, at most 500") })
  people(@Ctx() context: Context) {
    return selectPeople(context);
  }

  @Mutation(() => PersonCreated, { description: say("新建人员", "Create a person") })
  createPerson(
    @Arg("login", () => String, { description: say("登录名", "Login") }) login: string,
    @Arg("name", () => String, { description: say("姓名", "Name") }) name: string,
    @Arg("role", () => Role, { description: say("岗位", "Post") }) role: RoleName,
    @Arg("regions", () => [String], { description: say("辖区代码", "Codes of the regions") })
    regions: string[],
    @Ctx() context: Context,
  ) {
    return createPerson(context, { login, name, role, regions });
  }

  @Mutation(() => Boolean, {
    description: say("停用人员，其登录与密钥立即失效", "Disable a person; sessions and keys stop at once"),
  })
  disablePerson(
    @Arg("id", () => ID, { description: say("人员标识", "Person") }) id: string,
    @Ctx() context: Context,
  ) {
    return disablePerson(context, id);
  }

  @Mutation(() => Person, {
    description: say(
      "更改人员的辖区，对其登录与密钥立即生效；不能为自己办理",
      "Change where a person is posted; sessions and keys go by it at once; not for oneself",
    ),
  })
  async setPersonRegions(
    @Arg("id", () => ID, { description: say("人员标识", "Person") }) id: string,
    @Arg("regions", () => [String], { description: say("辖区代码", "Codes of the regions") })
    regions: string[],
    @Ctx() context: Context,
  ) {
    await setPersonRegions(context, id, regions);
    const person = (await selectPeople(context)).find((each) => each.id === id);
    if (!person || person.isDisabled) throw invalid("没有这个在岗人员。", "There is no such person at work.");
    return person;
  }

  @Mutation(() => Boolean, {
    description: say("解除因多次输错的锁定", "Lift the lock after too many wrong passwords"),
  })
  unlockPerson(
    @Arg("id", () => ID, { description: say("人员标识", "Person") }) id: string,
    @Ctx() context: Context,
  ) {
    return unlockPerson(context, id);
  }

  @Mutation(() => PersonCreated, {
    description: say(
      "重置密码与动态码，原有登录与密钥立即失效；不能为自己办理",
      "A new password and second factor; sessions and keys stop at once; not for oneself",
    ),
  })
  resetPerson(
    @Arg("id", () => ID, { description: say("人员标识", "Person") }) id: string,
    @Ctx() context: Context,
  ) {
    return resetPerson(context, id);
  }

  @Mutation(() => ApiKeyCreated, {
    description: say(
      "新建接口密钥；每人同时至多两个有效，便于轮换",
      "Create a key; two may be valid at once, so that one can replace the other",
    ),
  })
  createApiKey(
    @Arg("personId", () => ID, { description: say("人员标识", "Person") }) personId: string,
    @Arg("label", () => String, { description: say("用途", "What it is for") }) label: string,
    @Arg("days", () => Int, { description: say("有效天数，至多 365", "Days it is valid, at most 365") })
    days: number,
    @Arg("pointsPerMinute", () => Int, {
      defaultValue: 60_000,
      description: say("每分钟可用的查询代价", "Query cost it may spend per minute"),
    })
    pointsPerMinute: number,
    @Ctx() context: Context,
  ) {
    return createApiKey(context, { personId, label, days, pointsPerMinute });
  }

  @Mutation(() => Int, {
    description: say("撤销某人的全部密钥，或其中一把", "Withdraw all keys of a person, or one of them"),
  })
  withdrawApiKeys(
    @Arg("personId", () => ID, { description: say("人员标识", "Person") }) personId: string,
    @Arg("start", () => String, {
      nullable: true,
      description: say("只撤销以此开头的一把", "Only the key that begins so"),
    })
    start: string | null,
    @Ctx() context: Context,
  ) {
    return withdrawApiKeys(context, personId, start ?? null);
  }
}
