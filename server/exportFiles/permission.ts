import type { RoleName } from "../access/rules.ts";
import type { Viewer } from "../access/viewer.ts";

/** Whether a person still has the post and every region with which a file was asked for. */
export const coversStill = (
  { makerRole, makerRegions }: { makerRole: RoleName | null; makerRegions: readonly string[] | null },
  viewer: Pick<Viewer, "role" | "regions">,
): boolean =>
  viewer.role === makerRole && (makerRegions ?? []).every((region) => viewer.regions.includes(region));
