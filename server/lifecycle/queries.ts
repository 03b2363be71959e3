import type { Batch } from "../context.ts";
import { grouped } from "../grouped.ts";
import type { ProjectStatusChange } from "./type.ts";

/** Histories of many projects, oldest first. */
export const statusChanges: Batch<string, ProjectStatusChange[]> = async ({ sql }, codes) => {
  const rows = await sql<ProjectStatusChange & { code: string }>(
    /* sql */ `
    select project_code as code, id, from_status as "from", to_status as "to", day, reason, recorded_at as "recordedAt"
    from atlas.project_status_changes where project_code = any(:codes::text[]) order by project_code, project_version`,
    { codes: [...codes] },
  );
  return codes.map(grouped(rows, (row) => row.code).of);
};
