import type { Pool } from "pg";
import type { FeatureCollection, FeatureProperty, PropertyType } from "../featureCollection.ts";
import type { ItemsQuery } from "./parameters.ts";

const SQL_TYPES: Record<PropertyType, string> = {
  string: "text",
  integer: "bigint",
  number: "float8",
  boolean: "boolean",
  date: "date",
};

export interface FeaturePage {
  /** Features as JSON, with commas between them. */
  readonly features: string;
  readonly returned: number;
  /** Key of the last feature when there are more. */
  readonly next: string | null;
}

/** Numbers the values of a statement as they are bound. */
class Values {
  readonly list: unknown[] = [];
  readonly bind = (value: unknown): string => {
    this.list.push(value);
    return `$${this.list.length}`;
  };
}

/** A page of a collection in the order of its key, each feature written by the database. */
export async function selectFeatures(
  pool: Pool,
  collection: FeatureCollection,
  query: ItemsQuery,
): Promise<FeaturePage> {
  const { key } = collection;
  const values = new Values();
  const where = whereOf(collection, query, values);
  if (query.after !== null) where.push(`${key.sql} > ${values.bind(query.after)}::${key.type}`);
  const limit = values.bind(query.limit);
  const { rows } = await pool.query<{ features: string | null; count: number; last: string | null }>(
    /* sql */ `
    select string_agg(feature, ',' order by key) filter (where place <= ${limit}) as features,
           count(*)::int as count, max(key) filter (where place <= ${limit}) as last
    from (
      select ${featureOf(collection)} as feature, ${key.sql} as key, row_number() over (order by ${key.sql}) as place
      ${collection.from} where ${where.join(" and ")} order by ${key.sql} limit ${limit}::int + 1) page`,
    values.list,
  );
  const { features = null, count = 0, last = null } = rows[0] ?? {};
  return {
    features: features ?? "",
    returned: Math.min(count, query.limit),
    next: count > query.limit ? String(last) : null,
  };
}

export async function countFeatures(
  pool: Pool,
  collection: FeatureCollection,
  query: ItemsQuery,
): Promise<number> {
  const values = new Values();
  const where = whereOf(collection, query, values);
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count ${collection.from} where ${where.join(" and ")}`,
    values.list,
  );
  return rows[0]?.count ?? 0;
}

/** One feature as JSON; null when there is none of this number. */
export async function selectFeature(
  pool: Pool,
  collection: FeatureCollection,
  id: string,
): Promise<string | null> {
  const { key } = collection;
  const { rows } = await pool.query<{ feature: string }>(
    `select ${featureOf(collection)} as feature ${collection.from} where ${key.sql} = $1::${key.type}`,
    [id],
  );
  return rows[0]?.feature ?? null;
}

/** West, south, east, north of all features; null while there are none with a place. */
export async function selectExtent(
  pool: Pool,
  collection: FeatureCollection,
): Promise<readonly number[] | null> {
  const boxes = collection.places.map(
    (place) => `select st_extent(${place})::geometry as box ${collection.from}`,
  );
  const { rows } = await pool.query<{ extent: number[] | null }>(/* sql */ `
    select array[st_xmin(total), st_ymin(total), st_xmax(total), st_ymax(total)] as extent
    from (select st_extent(box) as total from (${boxes.join(" union all ")}) boxes) whole where total is not null`);
  return rows[0]?.extent ?? null;
}

function featureOf({ featureId, geometry, properties }: FeatureCollection): string {
  const members = Object.entries(properties).map(([name, property]) => `'${name}', ${shown(property)}`);
  return `concat('{"type":"Feature","id":', ${featureId}, ',"geometry":', coalesce(${geometry}, 'null'), ',"properties":', json_build_object(${members.join(", ")}), '}')`;
}

const shown = ({ type, sql }: FeatureProperty) => (type === "date" ? `(${sql})::text` : sql);

function whereOf(collection: FeatureCollection, query: ItemsQuery, { bind }: Values): string[] {
  const { places, time, properties } = collection;
  const where = ["true"];
  if (query.boxes.length > 0) {
    const meets = query.boxes.flatMap((box) => {
      const envelope = `st_makeenvelope(${box.map((side) => `${bind(side)}::float8`).join(", ")}, 4326)`;
      return places.map((place, index) => {
        // The next place counts only for things that lack the one before: a village has a point beside its boundary.
        const lacks = places.slice(0, index).map((former) => `${former} is null and `);
        return `(${lacks.join("")}${place} && ${envelope} and st_intersects(${place}, ${envelope}))`;
      });
    });
    where.push(`(${meets.join(" or ")})`);
  }
  // A collection without time is not restricted by it, as the standard wants it.
  if (time && query.days) {
    const { from, to } = query.days;
    if (to !== null) where.push(`${time.start} <= ${bind(to)}::date`);
    if (from !== null) where.push(`coalesce(${time.end}, 'infinity') >= ${bind(from)}::date`);
  }
  for (const [name, value] of Object.entries(query.equal)) {
    const property = properties[name];
    if (property) where.push(`${property.sql} = ${bind(value)}::${SQL_TYPES[property.type]}`);
  }
  return where;
}
