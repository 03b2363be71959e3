import { Args, ArgsType, Ctx, Field, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { PageArgs, readPage } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { enclavesByCode } from "../enclaves/queries.ts";
import { Enclave } from "../enclaves/type.ts";
import { projectsByCode } from "../projects/queries.ts";
import { IndustryProject } from "../projects/type.ts";
import { regionsByCode, scopesByCode } from "../regions/queries.ts";
import { Region } from "../regions/type.ts";
import { villagesByCode } from "../villages/queries.ts";
import { Village } from "../villages/type.ts";
import { assetsOfEnclaves, assetsOfProjects, selectAssets } from "./queries.ts";
import { Asset, AssetConnection, AssetFilter } from "./type.ts";

@ArgsType()
class AssetsArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: say("所在地或所有权人在此区域之内", "Standing inside this region, or owned there"),
  })
  within?: string;
  @Field(() => AssetFilter, { nullable: true, description: say("筛选", "Filter") })
  where?: AssetFilter;
}

@Resolver(() => Asset)
export class AssetResolver {
  @Query(() => AssetConnection, { description: say("资产确权台账", "Register of assets") })
  async assets(@Args(() => AssetsArgs) args: AssetsArgs, @Ctx() context: Context) {
    const scope = args.within == null ? undefined : await context.load(scopesByCode, args.within, undefined);
    return selectAssets(context, scope, args.where ?? {}, readPage(args));
  }

  @FieldResolver(() => IndustryProject, {
    nullable: true,
    description: say("所属产业项目", "Project that holds it"),
  })
  project(@Root() asset: Asset, @Ctx() { load }: Context) {
    return asset.projectCode === null ? null : load(projectsByCode, asset.projectCode, undefined);
  }

  @FieldResolver(() => Enclave, { nullable: true, description: say("所属飞地", "Enclave that holds it") })
  enclave(@Root() asset: Asset, @Ctx() { load }: Context) {
    return asset.enclaveCode === null ? null : load(enclavesByCode, asset.enclaveCode, undefined);
  }

  @FieldResolver(() => Village, {
    nullable: true,
    description: say("所有权人所在村", "Village of the owner"),
  })
  ownerVillage(@Root() asset: Asset, @Ctx() { load }: Context) {
    return asset.ownerCode?.length === 12 ? load(villagesByCode, asset.ownerCode, undefined) : null;
  }

  @FieldResolver(() => Region, {
    nullable: true,
    description: say("所有权人所在乡镇或县", "Township or county of the owner"),
  })
  ownerRegion(@Root() asset: Asset, @Ctx() { load }: Context) {
    const code = asset.ownerCode;
    return code === null || code.length === 12 ? null : load(regionsByCode, code, undefined);
  }
}

@Resolver(() => IndustryProject)
export class ProjectAssetsResolver {
  @FieldResolver(() => [Asset], {
    description: say("形成的资产，至多数百项", "Assets it holds, some hundreds at most"),
  })
  assets(@Root() project: IndustryProject, @Ctx() { load }: Context) {
    return load(assetsOfProjects, project.code, undefined);
  }
}

@Resolver(() => Enclave)
export class EnclaveAssetsResolver {
  @FieldResolver(() => [Asset], {
    description: say("形成的资产，至多数百项", "Assets it holds, some hundreds at most"),
  })
  assets(@Root() enclave: Enclave, @Ctx() { load }: Context) {
    return load(assetsOfEnclaves, enclave.code, undefined);
  }
}
