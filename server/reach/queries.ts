import type { Batch } from "../context.ts";
import { grouped } from "../grouped.ts";
import type { NearestService } from "./type.ts";

/** The nearest service of each kind to many places; a kind of which there is none anywhere is left out. */
export const nearestServices: Batch<string, NearestService[], { of: "VILLAGE" | "SETTLEMENT" }> = async (
  { sql },
  codes,
  { of },
) => {
  const rows = await sql<NearestService & { place: string }>(
    /* sql */ `
    select near.place_code as place, near.kind, service.code, service.name, service.name_en as "nameEn",
           near.distance_m as "distanceM", st_asgeojson(service.point, 6) as site
    from atlas.nearest_services near join atlas.services service on service.code = near.service_code
    where near.place_kind = :of and near.place_code = any(:codes::text[])
    order by near.place_code, array_position(array['SCHOOL', 'CLINIC', 'MARKET', 'WORKSHOP'], near.kind)`,
    { of, codes: [...codes] },
  );
  return codes.map(grouped(rows, (row) => row.place).of);
};
