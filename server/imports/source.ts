import type { Knex } from "knex";
import type { Dataset, Delivery } from "./type.ts";

/**
 * The number of a delivery among the sources of the atlas. A file that is loaded again after another one changed the
 * same rows is the same delivery.
 */
export async function sourceOf(
  transaction: Knex.Transaction,
  dataset: Pick<Dataset, "name" | "zh" | "en">,
  { fileName, sha256 }: Delivery,
): Promise<number> {
  const key = `import-${dataset.name}-${sha256.slice(0, 16)}`;
  const { rows: known } = await transaction.raw<{ rows: { id: number }[] }>(
    "select id from atlas.data_sources where key = ?",
    [key],
  );
  if (known[0]) return known[0].id;
  const { rows } = await transaction.raw<{ rows: [{ id: number }] }>(
    /* sql */ `
    insert into atlas.data_sources (key, name_zh, name_en, file_name, sha256)
    values (:key, :zh, :en, :fileName, :sha256)
    returning id`,
    { key, zh: `导入的${dataset.zh}`, en: `Imported ${dataset.en}`, fileName, sha256 },
  );
  return rows[0].id;
}

/** Keeps the outlines that were repaired as they came. */
export async function keepOriginals(
  transaction: Knex.Transaction,
  { name, stagingTable, identity }: Dataset,
  source: number,
): Promise<void> {
  await transaction.raw(
    /* sql */ `
    insert into atlas.original_shapes (dataset, key, outline, reason, source_id)
    select :name, concat_ws(' ', ${identity.join(", ")}), original, reason, cast(:source as smallint)
    from ${stagingTable} where original is not null
    on conflict (dataset, key) do update set outline = excluded.outline, reason = excluded.reason, source_id = excluded.source_id`,
    { name, source },
  );
}
