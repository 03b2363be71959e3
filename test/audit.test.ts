import knexModule, { type Knex } from "knex";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyAudit } from "../server/audit/command.ts";
import { sealEvents } from "../server/audit/queries.ts";
import type { Keys } from "../server/keys.ts";
import { atlases, graphql } from "./atlas.ts";
import { keysOf } from "./casework.ts";
import { sessionOf, signInAs } from "./signedIn.ts";

/** What somebody who owns the database could do to the audit, each undone afterwards. */
const TAMPERING: readonly (readonly [what: string, statement: string])[] = [
  [
    "a changed purpose",
    "update audit.events set purpose = 'another' where id = (select min(event_id) from audit.sealed_events)",
  ],
  [
    "a changed actor",
    "update audit.events set person_id = null, role = 'COUNTY' where id = (select max(event_id) from audit.sealed_events)",
  ],
  [
    "a changed time",
    "update audit.events set at = at - interval '1 day' where id = (select max(event_id) from audit.sealed_events)",
  ],
  ["a deleted event", "delete from audit.events where id = (select max(event_id) from audit.sealed_events)"],
  [
    "a deleted event with its mark",
    "with gone as (delete from audit.sealed_events where event_id = (select max(event_id) from audit.sealed_events) returning event_id) delete from audit.events where id in (select event_id from gone)",
  ],
  [
    "an event moved under another seal",
    "update audit.sealed_events set seal_id = (select min(id) from audit.seals) where seal_id = (select max(id) from audit.seals)",
  ],
  ["a seal taken out of the chain", "delete from audit.seals where id = 1"],
  [
    "a seal signed by somebody else",
    "update audit.seals set signature = digest where id = (select max(id) from audit.seals)",
  ],
  ["the end of the chain cut off", "delete from audit.seals where id = (select max(id) from audit.seals)"],
];

describe.each(atlases)("the audit on $name", (atlas) => {
  const { url, databaseUrl } = atlas;
  let knex: Knex;
  let keys: Keys;
  beforeAll(async () => {
    keys = keysOf(atlas);
    knex = knexModule({ client: "pg", connection: databaseUrl, pool: { min: 0, max: 1 } });
    // Two seals at least, so that there is a chain.
    for (const login of ["demo.worker", "demo.township"]) {
      await sessionOf(url, login);
      await sealEvents(knex, keys);
    }
  });
  afterAll(() => knex.destroy());

  it("is whole: every event under a seal, every seal after the one before and signed", async () => {
    const { faults, seals, events } = await verifyAudit({ primary: knex }, keys);
    expect(faults).toEqual([]);
    expect(seals).toBeGreaterThanOrEqual(2);
    expect(events).toBeGreaterThan(10);
  });

  it.each(TAMPERING)("shows %s", async (_what, statement) => {
    let faults: string[] = [];
    await knex
      .transaction(async (transaction) => {
        await transaction.raw("set local session_replication_role = replica");
        await transaction.raw(statement);
        ({ faults } = await verifyAudit({ primary: transaction }, keys));
        throw new Error("undo");
      })
      .catch((error: Error) => expect(error.message).toBe("undo"));
    expect(faults).not.toEqual([]);
    expect((await verifyAudit({ primary: knex }, keys)).faults).toEqual([]);
  });

  it("is read by the auditor, newest first, and by the history of a thing", async () => {
    const auditor = await signInAs(url, "demo.auditor");
    const EVENTS = /* GraphQL */ `
      query ($where: AuditFilter) {
        auditEvents(where: $where, first: 20) { nodes { at action login kind entityId detail } totalCount }
      }`;
    interface Answer {
      auditEvents: {
        nodes: { at: string; action: string; entityId: string; login: string | null }[];
        totalCount: number;
      };
    }
    const { data } = await graphql<Answer>(url, EVENTS, { where: { action: "session.open" } }, auditor);
    const times = data.auditEvents.nodes.map((event) => event.at);
    expect(times.length).toBeGreaterThan(1);
    expect(times).toEqual([...times].sort().reverse());
    const [first] = data.auditEvents.nodes;
    const history = await graphql<Answer>(url, EVENTS, { where: { entityId: first?.entityId } }, auditor);
    const { rows } = await knex.raw("select count(*)::int as count from audit.events where entity_id = ?", [
      first?.entityId ?? "",
    ]);
    expect(history.data.auditEvents.totalCount).toBe(rows[0].count);
  });

  it("refuses to commit a change of casework that leaves no event", async () => {
    await expect(
      knex.raw(
        "update casework.households set lacks_funds = not lacks_funds where id = (select min(id::text)::uuid from casework.households)",
      ),
    ).rejects.toThrow("without an audit event");
  });
});
