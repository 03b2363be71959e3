import type { TileLayer } from "../tileLayer.ts";

export const enclaveTiles: TileLayer = {
  name: "enclaves",
  minZoom: 3,
  maxZoom: 12,
  changesWith: ["enclaves"],
  parts: [
    {
      name: "enclaves",
      fields: {
        kind: "String",
        code: "String",
        name: "String",
        origin: "String",
        amount: "Number",
        gap: "Number",
        demo: "Boolean",
      },
      /** Flow lines get the numbers above the host sites; the largest sums first. Amounts in yuan. */
      query: ({ z, x, y, bounds }) => ({
        text: /* sql */ `
          (select 1000000000 + flow.id::bigint as id, 'flow' as kind, enclave.code, enclave.name, origin.name as origin,
                  flow.amount_fen / 100.0::float8 as amount, flow.gap_fen / 100.0::float8 as gap, enclave.is_demo as demo,
                  st_asbinary(flow.line, 'NDR') as geometry, null::float8 as lon, null::float8 as lat
           from atlas.enclave_flows flow
           join atlas.enclaves enclave on enclave.code = flow.enclave_code
           join atlas.regions origin on origin.code = flow.origin_code
           where flow.line && st_tileenvelope($1, $2, $3, margin => 64 / 4096.0)
           order by flow.amount_fen desc, flow.id limit 2000)
          union all
          (select enclave.feature_id::bigint, 'site', enclave.code, enclave.name, null,
                  total.amount / 100.0::float8, total.gap / 100.0::float8, enclave.is_demo,
                  null, st_x(enclave.point), st_y(enclave.point)
           from atlas.enclaves enclave
           cross join lateral (
             select coalesce(sum(flow.amount_fen), 0)::float8 as amount, coalesce(sum(flow.gap_fen), 0)::float8 as gap
             from atlas.enclave_flows flow where flow.enclave_code = enclave.code) total
           where enclave.point && st_makeenvelope($4, $5, $6, $7, 4326)
           order by total.amount desc, enclave.code limit 3000)`,
        values: [z, x, y, ...bounds],
      }),
    },
  ],
};
