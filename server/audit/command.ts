import type { Database } from "../db.ts";
import type { Keys } from "../keys.ts";
import { countUnsealed, type Seal, sealEvents, selectSealedEvents, selectSeals } from "./queries.ts";
import { faultsOf, readAnchors } from "./seal.ts";

export const USAGE = "npm run audit:verify   核对审计链 checks the chain of the audit";

export interface Verification {
  readonly seals: number;
  readonly events: number;
  readonly unsealed: number;
  /** What is wrong, each in a sentence; empty when the audit is whole. */
  readonly faults: string[];
}

/** Reads the whole chain again: every event under its seal, every seal after the one before, and the anchors outside. */
export async function verifyAudit({ primary }: Pick<Database, "primary">, keys: Keys): Promise<Verification> {
  const faults: string[] = [];
  const digests = new Map<number, string>();
  let before: Seal | null = null;
  let events = 0;
  for (;;) {
    const seals: Seal[] = await selectSeals(primary, before?.id ?? 0);
    if (seals.length === 0) break;
    for (const seal of seals) {
      const covered = await selectSealedEvents(primary, seal.id);
      faults.push(...faultsOf(seal, before, covered, keys));
      events += covered.length;
      digests.set(seal.id, seal.digest.toString("hex"));
      before = seal;
    }
  }
  for (const { seal, digest } of readAnchors(keys))
    if (digests.get(seal) !== digest)
      faults.push(`seal ${seal} was anchored outside and is missing or another one here`);
  return { seals: digests.size, events, unsealed: await countUnsealed(primary), faults };
}

/** Seals what waits, then verifies; ends with status 1 when anything is wrong. */
export async function auditVerify(database: Database, keys: Keys): Promise<void> {
  const { seals, events, faults, unsealed } = await verifyAudit(database, keys);
  if (faults.length > 0) {
    console.error(faults.map((fault) => `✗ ${fault}`).join("\n"));
    console.error(`审计链有 ${faults.length} 处不符。 The audit has ${faults.length} faults.`);
    process.exitCode = 1;
    return;
  }
  const sealed = unsealed > 0 ? await sealEvents(database.primary, keys) : 0;
  console.log(
    `审计链完整：${seals} 个封存、${events} 条事件，新封存 ${sealed} 条。 The audit is whole: ${seals} seals, ${events} events, ${sealed} newly sealed.`,
  );
}
