import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { appointKeyManager, createOrganisation, disableOrganisation, grantOrganisation } from "./changes.ts";
import { changeKey, createKey, revokeKey, rotateKey } from "./changesOfKeys.ts";
import { selectOrganisation, selectOrganisations } from "./queries.ts";
import {
  GrantInput,
  KeyInput,
  KeyMadeResult,
  Organisation,
  OrganisationKeyResult,
  OrganisationResult,
} from "./type.ts";

const idArgument = { description: say("标识", "Identity") };
const newIdArgument = { description: say("由您生成的 UUID", "A UUID you make") };
const versionArgument = {
  description: say("您所见的行版本", "Version of the row as you saw it"),
};
const daysArgument = {
  defaultValue: 90,
  description: say("密文有效天数，至多 365", "Days the secret is valid, at most 365"),
};

@Resolver()
export class OrganisationResolver {
  @Query(() => Organisation, {
    nullable: true,
    description: say(
      "您所属的合作单位及其密钥；不是密钥管理人为空",
      "Your partner organisation with its keys; null for who does not manage them",
    ),
  })
  organisation(@Ctx() { viewer, owner }: Context) {
    return viewer?.organisationId && viewer.managesKeys
      ? selectOrganisation(owner, viewer.organisationId)
      : null;
  }

  @Query(() => [Organisation], {
    description: say("全部合作单位，至多 500 个", "All organisations, at most 500"),
  })
  organisations(@Ctx() context: Context) {
    return selectOrganisations(context);
  }

  @Mutation(() => OrganisationResult, { description: say("新建合作单位", "Create a partner organisation") })
  createOrganisation(
    @Arg("id", () => ID, newIdArgument) id: string,
    @Arg("name", () => String, { description: say("名称", "Name") }) name: string,
    @Arg("grant", () => GrantInput, { description: say("批准的范围", "What it is granted") })
    grant: GrantInput,
    @Ctx() context: Context,
  ) {
    return createOrganisation(context, { id, name, grant });
  }

  @Mutation(() => OrganisationResult, {
    description: say("更改批准的范围，对其密钥立即生效", "Change the grant; its keys go by it at once"),
  })
  grantOrganisation(
    @Arg("id", () => ID, idArgument) id: string,
    @Arg("rowVersion", () => Int, versionArgument) rowVersion: number,
    @Arg("name", () => String, { description: say("名称", "Name") }) name: string,
    @Arg("grant", () => GrantInput, { description: say("批准的范围", "What it is granted") })
    grant: GrantInput,
    @Ctx() context: Context,
  ) {
    return grantOrganisation(context, { id, rowVersion, name, grant });
  }

  @Mutation(() => OrganisationResult, {
    description: say("停用合作单位，其密钥立即失效", "Disable an organisation; its keys stop at once"),
  })
  disableOrganisation(
    @Arg("id", () => ID, idArgument) id: string,
    @Arg("rowVersion", () => Int, versionArgument) rowVersion: number,
    @Ctx() context: Context,
  ) {
    return disableOrganisation(context, id, rowVersion);
  }

  @Mutation(() => OrganisationResult, {
    description: say(
      "把岗位为合作方的人员归入合作单位，并指定是否管理密钥",
      "Put a person of the post PARTNER into an organisation, and say whether they manage its keys",
    ),
  })
  appointKeyManager(
    @Arg("personId", () => ID, { description: say("人员标识", "Person") }) personId: string,
    @Arg("organisationId", () => ID, { description: say("合作单位", "Organisation") }) organisationId: string,
    @Arg("managesKeys", () => Boolean, { description: say("管理密钥", "Manages the keys") })
    managesKeys: boolean,
    @Ctx() context: Context,
  ) {
    return appointKeyManager(context, { personId, organisationId, managesKeys });
  }

  @Mutation(() => KeyMadeResult, {
    description: say(
      "为本单位新建密钥，不得超出获准的范围",
      "Create a key of your organisation, within its grant",
    ),
  })
  createOrganisationKey(
    @Arg("id", () => ID, newIdArgument) id: string,
    @Arg("key", () => KeyInput, { description: say("名称与限制", "Name and limits") }) key: KeyInput,
    @Arg("days", () => Int, daysArgument) days: number,
    @Ctx() context: Context,
  ) {
    return createKey(context, id, key, days);
  }

  @Mutation(() => OrganisationKeyResult, {
    description: say("更改密钥的名称与限制，立即生效", "Change name and limits of a key, at once"),
  })
  changeOrganisationKey(
    @Arg("id", () => ID, idArgument) id: string,
    @Arg("rowVersion", () => Int, versionArgument) rowVersion: number,
    @Arg("key", () => KeyInput, { description: say("名称与限制", "Name and limits") }) key: KeyInput,
    @Ctx() context: Context,
  ) {
    return changeKey(context, id, rowVersion, key);
  }

  @Mutation(() => KeyMadeResult, {
    description: say(
      "更换密文：新旧同时有效，程序换用后再撤销旧的",
      "Replace the secret: both are valid until the old one is revoked",
    ),
  })
  rotateOrganisationKey(
    @Arg("id", () => ID, idArgument) id: string,
    @Arg("rowVersion", () => Int, versionArgument) rowVersion: number,
    @Arg("days", () => Int, daysArgument) days: number,
    @Ctx() context: Context,
  ) {
    return rotateKey(context, id, rowVersion, days);
  }

  @Mutation(() => OrganisationKeyResult, {
    description: say("撤销密钥，或其一个密文，立即生效", "Revoke a key, or one of its secrets, at once"),
  })
  revokeOrganisationKey(
    @Arg("id", () => ID, idArgument) id: string,
    @Arg("rowVersion", () => Int, versionArgument) rowVersion: number,
    @Arg("start", () => String, {
      nullable: true,
      description: say("只撤销以此开头的密文", "Only the secret that begins so"),
    })
    start: string | null,
    @Ctx() context: Context,
  ) {
    return revokeKey(context, id, rowVersion, start ?? null);
  }
}
