import { describe, expect, it } from "vitest";
import { PLANTED } from "../server/demo/planted.ts";
import { atlases, graphql } from "./atlas.ts";
import { sqlOn } from "./tileClient.ts";

interface Concentration {
  households: number;
  withoutProduct: number;
  herfindahl: number;
  threshold: number;
  concentratedOn: { code: string } | null;
  products: { households: number; share: number; commodity: { code: string } }[];
}

describe.each(atlases)("books of projects on $name", ({ url, databaseUrl }) => {
  const ask = async <Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> => {
    const { data, errors } = await graphql<Data>(url, query, variables);
    expect(errors).toBeUndefined();
    return data;
  };
  const rows = <Row extends object>(text: string, values: unknown[] = []) =>
    sqlOn<Row & Record<string, unknown>>(databaseUrl, text, values);

  it("every demonstration project came to its status by declared steps, dated one after another", async () => {
    const broken = await rows(
      `select change.project_code from (
         select c.*, lag(to_status) over w as before, lag(day) over w as day_before, lead(id) over w as later
         from atlas.project_status_changes c window w as (partition by project_code order by project_version)) change
       join atlas.industry_projects project on project.code = change.project_code
       where (change.before is not null and (change.from_status <> change.before or change.day < change.day_before
               or not atlas.is_project_step(change.from_status, change.to_status)))
          or (change.later is null and (change.to_status, change.day, change.reason) is distinct from
               (project.status, project.status_since, project.status_reason))`,
    );
    expect(broken).toEqual([]);
    const [{ projects, histories } = { projects: 0, histories: 1 }] = await rows<{
      projects: number;
      histories: number;
    }>(
      `select (select count(*)::int from atlas.industry_projects) as projects,
              (select count(distinct project_code)::int from atlas.project_status_changes) as histories`,
    );
    expect(projects).toBeGreaterThan(800);
    expect(histories).toBe(projects);
  });

  it("years are the sums of their seasons, and a year with a missing season has no sum", async () => {
    const { industryProjects } = await ask<{
      industryProjects: {
        nodes: {
          code: string;
          seasons: {
            year: number;
            season: number;
            output: number;
            outputUnit: string;
            revenue: number | null;
            cost: number | null;
            source: string;
          }[];
          years: {
            year: number;
            seasons: number;
            output: number;
            revenue: number | null;
            cost: number | null;
          }[];
        }[];
      };
    }>(
      `{ industryProjects(within: "360827", first: 100) { nodes { code
          seasons { year season output outputUnit revenue cost source } years { year seasons output revenue cost } } } }`,
    );
    let missing = 0;
    let whole = 0;
    for (const { seasons, years } of industryProjects.nodes) {
      expect(years.reduce((sum, year) => sum + year.seasons, 0)).toBe(seasons.length);
      for (const year of years) {
        const its = seasons.filter((season) => season.year === year.year);
        const isWhole = its.every((season) => season.revenue !== null);
        expect(year.revenue).toBe(
          isWhole ? its.reduce((sum, season) => sum + (season.revenue ?? 0), 0) : null,
        );
        expect(year.output).toBeCloseTo(
          its.reduce((sum, season) => sum + season.output, 0),
          6,
        );
        if (isWhole) whole += 1;
        else missing += 1;
      }
    }
    expect(whole).toBeGreaterThan(30);
    expect(missing).toBeGreaterThan(0);
  });

  it("the register lists exactly the assets without a custodian, and those without a certificate", async () => {
    const list = `query ($where: AssetFilter, $within: String) { assets(within: $within, where: $where, first: 200) { totalCount
      nodes { code custodian certificate owner project { code county { code } } enclave { code } ownerVillage { code } ownerRegion { code } } } }`;
    interface Assets {
      assets: {
        totalCount: number;
        nodes: {
          code: string;
          custodian: string | null;
          certificate: string | null;
          project: { code: string } | null;
          enclave: { code: string } | null;
        }[];
      };
    }
    const unkept = await ask<Assets>(list, { where: { withoutCustodian: true } });
    const { host, assets: planted, enclave } = PLANTED.assetsWithoutCustodian;
    expect(unkept.assets.totalCount).toBe(planted + 1);
    const codes = unkept.assets.nodes.map(({ code }) => code);
    expect(codes.filter((code) => code.startsWith(`ZP${host}`))).toHaveLength(planted);
    expect(codes).toContain(`Z${enclave}1`);
    expect(unkept.assets.nodes.every(({ custodian }) => custodian === null)).toBe(true);
    const [count] = await rows<{ missing: number; all: number }>(
      "select count(*) filter (where certificate_number is null)::int as missing, count(*)::int as all from atlas.assets",
    );
    const uncertified = await ask<Assets>(list, { where: { withoutCertificate: true } });
    expect(uncertified.assets.totalCount).toBe(count?.missing);
    expect(count?.missing).toBeGreaterThan(0);
    const kept = await ask<Assets>(list, { where: { withoutCustodian: false } });
    expect(kept.assets.totalCount).toBe((count?.all ?? 0) - planted - 1);
    const inside = await ask<Assets>(list, { within: host, where: { withoutCustodian: true } });
    expect(inside.assets.totalCount).toBe(planted);
  });

  it("a project and an enclave list their own assets, each held by exactly one of the two", async () => {
    const [held] = await rows<{ project: string; assets: string[] }>(
      `select project_code as project, array_agg(code order by code) as assets from atlas.assets where project_code is not null
       group by 1 having count(*) = 2 order by 1 limit 1`,
    );
    const answer = await ask<{
      industryProject: { assets: { code: string }[] };
      enclave: { assets: { code: string; custodian: null; project: null; enclave: { code: string } }[] };
    }>(
      `query ($project: String!, $enclave: String!) { industryProject(code: $project) { assets { code } }
        enclave(code: $enclave) { assets { code custodian project { code } enclave { code } } } }`,
      { project: held?.project, enclave: PLANTED.enclaveInArrears.code },
    );
    expect(answer.industryProject.assets.map(({ code }) => code)).toEqual(held?.assets);
    expect(answer.enclave.assets).toEqual([
      {
        code: `Z${PLANTED.enclaveInArrears.code}1`,
        custodian: null,
        project: null,
        enclave: { code: PLANTED.enclaveInArrears.code },
      },
    ]);
    await expect(
      rows(
        "insert into atlas.assets (code, name, kind, owner_kind, owner_name) values ('x', 'x', 'OTHER', 'COUNTY', 'x')",
      ),
    ).rejects.toThrow(/check/);
  });

  it("concentration of a county, its area and its province is recomputed from villages, never averaged", async () => {
    const { county, area, province } = await ask<Record<string, { productConcentration: Concentration }>>(
      `{ county: region(code: "360781") { ...its } area: region(code: "luoxiao") { ...its } province: region(code: "36") { ...its } }
       fragment its on Region { productConcentration { households withoutProduct herfindahl threshold concentratedOn { code }
         products { households share commodity { code } } } }`,
    );
    const within = {
      county: "l.village_code like '360781%'",
      area: "left(l.village_code, 6) in (select county_code from atlas.area_members where area_code = 'luoxiao' and member_to is null)",
      province: "l.village_code like '36%'",
    };
    for (const [name, region] of Object.entries({ county, area, province })) {
      const counted = await rows<{ code: string | null; households: number }>(
        `select commodity_code as code, sum(most)::int as households from (
           select p.commodity_code, max(l.households) as most from atlas.project_links l join atlas.industry_projects p on p.code = l.project_code
           where p.status not in ('FAILED', 'CLOSED') and ${within[name as keyof typeof within]} group by l.village_code, p.code, p.commodity_code) tied
         group by 1`,
      );
      const total = counted.reduce((sum, { households }) => sum + households, 0);
      const its = region?.productConcentration;
      expect(its?.households).toBe(total);
      expect(
        Object.fromEntries(
          its?.products.map(({ commodity, households }) => [commodity.code, households]) ?? [],
        ),
      ).toEqual(
        Object.fromEntries(
          counted.flatMap(({ code, households }) => (code === null ? [] : [[code, households]])),
        ),
      );
      const squares = counted.reduce(
        (sum, { code, households }) => sum + (code === null ? 0 : (households / total) ** 2),
        0,
      );
      expect(its?.herfindahl).toBeCloseTo(squares, 9);
      const most = Math.max(
        ...counted.flatMap(({ code, households }) => (code === null ? [] : [households / total])),
      );
      expect(its?.concentratedOn !== null).toBe(most >= (its?.threshold ?? 1));
    }
    expect(area?.productConcentration.products[0]?.share).toBeLessThan(
      county?.productConcentration.products[0]?.share ?? 0,
    );
  });

  it("asks the same number of statements for one project as for a hundred", async () => {
    const query = `query ($first: Int!) { industryProjects(first: $first) { nodes { code statusChanges { to } seasons { year } years { revenue } assets { code } } } }`;
    const one = await graphql(url, query, { first: 1 });
    const many = await graphql(url, query, { first: 60 });
    expect(many.errors).toBeUndefined();
    expect(many.statements).toBe(one.statements);
    expect(one.statements).toBe(5);
  });
});
