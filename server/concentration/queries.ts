import { CONCENTRATED_FROM, productConcentration } from "../../geo/productConcentration.ts";
import { LIVE_STATUSES } from "../../geo/projectLifecycle.ts";
import type { Batch } from "../context.ts";
import { grouped } from "../grouped.ts";
import type { ProductConcentration } from "./type.ts";

interface Row {
  region: string;
  commodity: string | null;
  households: number;
}

/** Concentration of many regions, each recomputed from the villages inside it. */
export const productConcentrations: Batch<string, ProductConcentration> = async ({ sql }, codes) => {
  const rows = await sql<Row>(
    /* sql */ `
    select asked.code as region, tied.commodity, sum(tied.households)::int as households
    from unnest(:codes::text[]) as asked (code)
    join atlas.regions region on region.code = asked.code
    cross join lateral (
      select project.commodity_code as commodity, max(link.households) as households
      from atlas.project_links link join atlas.industry_projects project on project.code = link.project_code
      where project.status = any(:live::text[])
        and case when region.kind = 'AREA'
              then left(link.village_code, 6) in (select county_code from atlas.area_members
                                                  where area_code = region.code and member_to is null)
              else link.village_code >= region.code and link.village_code < region.code || ':' end
      group by link.village_code, project.code
    ) tied
    group by asked.code, tied.commodity`,
    { codes: [...codes], live: [...LIVE_STATUSES] },
  );
  const byRegion = grouped(rows, (row) => row.region);
  return codes.map((code) => {
    const { products, ...rest } = productConcentration(byRegion.of(code));
    return {
      ...rest,
      products: products.map(({ commodity, ...product }) => ({ commodityCode: commodity, ...product })),
      threshold: CONCENTRATED_FROM,
    };
  });
};
