import { scopeFilter } from "../regions/queries.ts";
import type { OpenList } from "./loadOpenRows.ts";

/** Enclaves that stand in a region, or hold money of its villages. */
export const enclavesWithin: OpenList["within"] = (scope) => {
  const host = scopeFilter(scope, "enclave.host_code", "enclave.host_code");
  const origin = scopeFilter(scope, "investor.village_code", "left(investor.village_code, 6)");
  return {
    where: /* sql */ `(${host.where} or exists (
      select from atlas.enclave_investors investor where investor.enclave_code = enclave.code and ${origin.where}))`,
    values: host.values,
  };
};

/** Events by whose counties or villages a region is touched, as the list of events has them. */
export const eventsWithin: OpenList["within"] = (scope) => {
  const county = scopeFilter(scope, "effect.county_code", "effect.county_code");
  const village = scopeFilter(scope, "touched.village_code", "touched.county_code");
  return {
    where: /* sql */ `(exists (
        select from atlas.emergency_effects effect where effect.event_code = event.code and ${county.where})
      or exists (
        select from atlas.event_villages touched where touched.event_code = event.code and ${village.where}))`,
    values: county.values,
  };
};

/** Zones are of no region: those that meet the land of one. */
export const constraintsWithin: OpenList["within"] = (scope) => {
  const inside = scopeFilter(scope, "county.code", "county.code");
  return {
    where: /* sql */ `exists (
      select from atlas.regions county
      where county.kind = 'COUNTY' and county.outline && zone.outline and st_intersects(county.outline, zone.outline)
        and ${inside.where})`,
    values: inside.values,
  };
};
