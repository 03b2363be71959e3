import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { atlases, graphql } from "./atlas.ts";
import { asOwner, keysOf, newHousehold } from "./casework.ts";
import { signInAs } from "./signedIn.ts";

describe.each(atlases)("what the register itself refuses and tells on $name", (atlas) => {
  const database = new pg.Client({ connectionString: atlas.databaseUrl });
  beforeAll(() => database.connect());
  afterAll(() => database.end());

  it("knows three categories: one for who was poor, one for who was not, one for either", async () => {
    const allowed: string[] = [];
    for (const poor of [true, false]) {
      const { id } = await newHousehold(database, keysOf(atlas), { poor });
      for (const category of ["UNSTABLE_LIFTED_OUT", "MARGINAL", "SUDDEN_SEVERE_DIFFICULTY", "ANOTHER"])
        await asOwner(database, [
          [
            "update casework.households set status = 'WATCHED', category = $2, grade = 'YELLOW' where id = $1",
            [id, category],
          ],
        ]).then(
          () => allowed.push(`${category} ${poor}`),
          (error: { code?: string }) => expect(error.code).toBe("23514"),
        );
    }
    expect(allowed).toEqual([
      "UNSTABLE_LIFTED_OUT true",
      "SUDDEN_SEVERE_DIFFICULTY true",
      "MARGINAL false",
      "SUDDEN_SEVERE_DIFFICULTY false",
    ]);
  });

  it("marks who is under eighteen until the day they are not", async () => {
    const shown: boolean[] = [];
    for (const born of ["18 years'", "18 years' + interval '1 day'"]) {
      const { id, memberId } = await newHousehold(database, keysOf(atlas));
      await asOwner(database, [
        [
          `update casework.members set born_on = ((now() at time zone 'Asia/Shanghai')::date - interval '${born})::date where id = $1`,
          [memberId],
        ],
      ]);
      const { data } = await graphql<{ household: { members: { isMinor: boolean }[] } }>(
        atlas.url,
        "query ($id: ID!) { household(id: $id) { members { isMinor } } }",
        { id },
        await signInAs(atlas.url, "demo.worker"),
      );
      shown.push(data.household.members[0]?.isMinor ?? false);
    }
    expect(shown).toEqual([false, true]);
  });
});
