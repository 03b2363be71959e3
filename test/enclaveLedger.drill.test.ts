import { describe, expect, inject, it } from "vitest";
import { FULL_LEDGER_DRILL, runLedgerDrill, startOn } from "./drills/enclaveLedger.ts";
import { copyOfKeys, hasPostgres, ownDatabase } from "./ownAtlas.ts";

describe.runIf(hasPostgres)("the ledger under load, a small sample of test/drills/enclaveLedger.ts", () => {
  it("stays balanced and loses nothing while 400 operations run 32 at once and the server is killed in the middle", {
    timeout: 300_000,
  }, async () => {
    expect(inject("templateDatabase")).not.toBe("");
    const database = await ownDatabase("template");
    const keys = copyOfKeys();
    try {
      const outcome = await runLedgerDrill(
        { ...FULL_LEDGER_DRILL, operations: 400, atOnce: 32, killAfter: 200 },
        database.url,
        () => startOn(database.url, { ATLAS_KEYS_DIRECTORY: keys.directory }),
      );
      expect(outcome.recorded + outcome.refused).toBe(400);
      expect(outcome.recorded).toBeGreaterThan(200);
      expect(outcome.repeated).toBeGreaterThan(0);
      expect([outcome.lost, outcome.unknown]).toEqual([0, 0]);
      expect(Object.entries(outcome.imbalances).filter(([, count]) => count !== 0)).toEqual([]);
      expect(Object.keys(outcome.imbalances)).toHaveLength(8);
    } finally {
      await database.drop();
      keys.remove();
    }
  });
});
