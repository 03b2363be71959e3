import { clientOf } from "./client.ts";
import { VillagesOfCountyDocument, type VillagesOfCountyQuery } from "./gen/graphql.ts";

type Village = VillagesOfCountyQuery["villages"]["nodes"][number];

const [url = "http://localhost:4000", county = "360827"] = process.argv.slice(2);
const client = clientOf(url, process.env.ATLAS_KEY);

/** All villages of the county, a page at a time: the cursor of a page leads to the next. */
async function* villages(): AsyncGenerator<Village> {
  for (let after: string | null = null; ; ) {
    const variables: { county: string; first: number; after: string | null } = { county, first: 100, after };
    const { data, error } = await client.query(VillagesOfCountyDocument, variables).toPromise();
    if (!data) throw error ?? new Error("no data");
    yield* data.villages.nodes;
    after = data.villages.pageInfo.endCursor ?? null;
    if (!data.villages.pageInfo.hasNextPage) return;
  }
}

for await (const { code, name, risk } of villages())
  console.log([code, name, risk?.scoreShown ?? "", risk?.level ?? ""].join("\t"));
