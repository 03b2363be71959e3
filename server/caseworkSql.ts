// SQL that every feature of casework needs. Apart from what GraphQL needs, for the jobs use it too.
import type { Sql } from "./context.ts";
import { isUuid } from "./uuid.ts";

/** SQL of whether a code of twelve digits lies in the scope of the viewer, in the words of the policies (migrations/guarded.ts). */
export const isInScope = (code: string, realm: "HOUSEHOLDS" | "WORK") => /* sql */ `coalesce(
  (${code} >= (select access.low('${realm}')) and ${code} < (select access.high('${realm}')))
  or left(${code}, 6) = any ((select access.counties('${realm}'))::text[])
  or ${code} = any ((select access.villages('${realm}'))::text[]), false)`;

/** Days are those of China, by the clock of the database. */
export const TODAY = "(now() at time zone 'Asia/Shanghai')::date";

/** SQL of a colleague as {id, name, role}; null for nobody. */
export const colleague = (id: string) => /* sql */ `
  (select jsonb_build_object('id', person.id, 'name', person.name, 'role', person.role) from access.names(array[${id}]) person)`;

/** SQL of the name of a village, or of a division whose code was filled up with zeros. */
export const placeName = (code: string) => /* sql */ `coalesce(
  (select named_village.name from atlas.villages named_village where named_village.code = ${code}),
  (select named_region.name from atlas.regions named_region
   where named_region.code in (left(${code}, 2), left(${code}, 4), left(${code}, 6), left(${code}, 9))
     and rpad(named_region.code, 12, '0') = ${code} limit 1), ${code})`;

/** Whether a colleague of one of the posts is at work and posted to where a village lies. */
export async function mayWorkAt(
  sql: Sql,
  { personId, villageCode, posts }: { personId: string; villageCode: string; posts: readonly string[] },
): Promise<boolean> {
  if (!isUuid(personId)) return false;
  const [row] = await sql<{ may: boolean }>(
    /* sql */ `
    select access.covers(:personId::uuid, :villageCode)
      and (select role from access.names(array[:personId::uuid])) = any (:posts::text[]) as may`,
    { personId, villageCode, posts: [...posts] },
  );
  return row?.may === true;
}
