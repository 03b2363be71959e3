import type { Announcements } from "../announcements.ts";
import { warningsAfter } from "../changes/queries.ts";
import type { Sql } from "../context.ts";
import type { Hub } from "./hub.ts";

const RETRY_MS = 300;
const MOST_RETRIES = 30;

/** Feeds the hub of this process from what any process commits. */
export async function followChanges(
  announcements: Announcements,
  hub: Hub,
  sql: Sql,
  onProblem: (error: unknown) => void,
): Promise<void> {
  announcements.on("atlas_case_changes", (ids) => {
    for (const id of ids.split(" ")) if (id !== "") hub.tellCase(id);
  });
  let position = (await warningsAfter(sql, Number.MAX_SAFE_INTEGER)).top;
  let wanted = 0;
  // What was waited for in vain is not waited for again.
  let given = 0;
  let reading: Promise<void> | null = null;
  const read = async () => {
    // Told by the primary, read where figures are read: a replica may hold them a moment later, in the same order.
    for (let attempt = 0; attempt <= MOST_RETRIES; attempt += 1) {
      const { top, warnings } = await warningsAfter(sql, position);
      position = Math.max(position, top);
      for (const warning of warnings) hub.tellWarning(warning);
      if (position >= wanted) return;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
    }
  };
  const start = () => {
    if (reading) return;
    reading = read()
      .catch(onProblem)
      .finally(() => {
        reading = null;
        // Something was told while the last statement ran.
        if (wanted > position && wanted !== given) {
          given = wanted;
          start();
        }
      });
  };
  announcements.on("atlas_open_changes", (text) => {
    wanted = Math.max(wanted, Number(text));
    start();
  });
}
