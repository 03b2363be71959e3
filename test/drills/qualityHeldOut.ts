// The same as test/quality.heldOut.test.ts over many more fields: node --import tsx test/drills/qualityHeldOut.ts [fields]
import { judgeField } from "../heldOutFields.ts";

const fields = Number(process.argv[2] ?? 20);
const sums = new Map<string, { planted: number; hit: number; falsely: number; clean: number }>();
for (let seed = 1; seed <= fields; seed += 1) {
  const field = judgeField(seed);
  for (const [rule, places] of Object.entries(field.planted)) {
    const truth = new Set(places);
    const found = field.found[rule] ?? [];
    const all = rule.startsWith("OUTLIER") ? field.villages : field.counties;
    const before = sums.get(rule) ?? { planted: 0, hit: 0, falsely: 0, clean: 0 };
    sums.set(rule, {
      planted: before.planted + truth.size,
      hit: before.hit + found.filter((place) => truth.has(place)).length,
      falsely: before.falsely + found.filter((place) => !truth.has(place)).length,
      clean: before.clean + all - truth.size,
    });
  }
}
for (const [rule, { planted, hit, falsely, clean }] of sums)
  console.log(
    `${rule}: recall ${(hit / planted).toFixed(3)} of ${planted}, false alarms ${((100 * falsely) / clean).toFixed(2)} % of ${clean}`,
  );
