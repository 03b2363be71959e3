import type { Batch } from "../context.ts";
import { grouped } from "../grouped.ts";

/** Share of many villages' land in each kind of constraint zone. */
export const villageConstraints: Batch<string, { kind: string; share: number }[]> = async (
  { sql },
  codes,
) => {
  const rows = await sql<{ code: string; kind: string; share: number }>(
    "select village_code as code, kind, share from atlas.village_constraints where village_code = any(:codes::text[]) order by share desc",
    { codes: [...codes] },
  );
  return codes.map(grouped(rows, (row) => row.code).of);
};
