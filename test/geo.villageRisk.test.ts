import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roundHalfUp, roundParts } from "../geo/rounding.ts";
import { COMPONENTS, type ComponentKey, scoreVillages } from "../geo/villageRisk.ts";

const fixtures = new URL("../../shared/reference/fixtures/spec_v1/", import.meta.url);
type Input = {
  county: string;
  villages: ({ id: string } & Partial<Record<ComponentKey, [number, number] | null>>)[];
}[];
interface Expected {
  id: string;
  status: string;
  score: number | null;
  interval90?: [number, number];
  coverage: number;
  level: string | null;
  contributions?: Record<string, number>;
  contributions_display?: Record<string, number>;
  score_display?: number;
  components: Record<string, { rate: number; imputed: boolean; subscore: number }>;
}
const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(name, fixtures), "utf8"));

describe("the village score", () => {
  const counties = read<Input>("villages_input.json");
  const expected = read<{ county: string; villages: Expected[] }[] | Expected[]>("villages_expected.json");

  it("equals the reference values of method card 1 for every village, within 1e-9", () => {
    const flat = (expected as (Expected | { villages: Expected[] })[]).flatMap((entry) =>
      "villages" in entry ? entry.villages : [entry],
    );
    const byId = new Map(flat.map((entry) => [entry.id, entry]));
    let compared = 0;
    for (const { villages } of counties) {
      const risks = scoreVillages(
        villages.map((village) =>
          COMPONENTS.map(({ key }) => {
            const pair = village[key];
            return pair ? { numerator: pair[0], denominator: pair[1] } : null;
          }),
        ),
      );
      for (const [index, risk] of risks.entries()) {
        const want = byId.get(villages[index]?.id ?? "");
        if (!want) throw new Error(`no expected value for village ${index}`);
        compared += 1;
        expect(risk.status).toBe(want.status);
        expect(risk.level).toBe(want.level);
        expect(risk.coverage).toBeCloseTo(want.coverage, 9);
        COMPONENTS.forEach(({ key }, position) => {
          const component = want.components[key];
          expect(risk.rates[position]?.rate ?? null).toEqual(
            component ? expect.closeTo(component.rate, 12) : null,
          );
          expect(risk.rates[position]?.imputed).toBe(component?.imputed);
        });
        if (want.score === null) {
          expect(risk.score).toBeNull();
          continue;
        }
        expect(risk.score).toBeCloseTo(want.score, 9);
        expect(risk.interval90?.[0]).toBeCloseTo(want.interval90?.[0] ?? Number.NaN, 9);
        expect(risk.interval90?.[1]).toBeCloseTo(want.interval90?.[1] ?? Number.NaN, 9);
        const kept = COMPONENTS.flatMap(({ key }, position) => {
          const value = risk.contributions[position];
          return value === null || value === undefined ? [] : [{ key, value }];
        });
        const shown = roundParts(
          kept.map((part) => part.value),
          risk.score ?? 0,
          1,
        );
        kept.forEach((part, position) => {
          expect(part.value).toBeCloseTo(want.contributions?.[part.key] ?? Number.NaN, 9);
          expect(shown[position]).toBeCloseTo(want.contributions_display?.[part.key] ?? Number.NaN, 9);
        });
        expect(roundHalfUp(risk.score ?? 0, 1)).toBeCloseTo(want.score_display ?? Number.NaN, 9);
      }
    }
    expect(compared).toBe(flat.length);
    expect(compared).toBeGreaterThan(40);
  });

  it("has parts that add up to the score, and shown parts that add up to the shown score", () => {
    const count = fc.option(
      fc
        .tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 900 }))
        .map(([numerator, denominator]) => ({ numerator: Math.min(numerator, denominator), denominator })),
    );
    const village = fc.tuple(count, count, count, count, count, count, count);
    fc.assert(
      fc.property(fc.array(village, { minLength: 1, maxLength: 12 }), (villages) => {
        for (const risk of scoreVillages(villages)) {
          if (risk.score === null) continue;
          const parts = risk.contributions.filter((part): part is number => part !== null);
          expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(risk.score, 9);
          const shown = roundParts(parts, risk.score, 1).reduce((sum, part) => sum + part, 0);
          expect(shown).toBeCloseTo(roundHalfUp(risk.score, 1), 9);
          expect(risk.score).toBeGreaterThanOrEqual(0);
          expect(risk.score).toBeLessThanOrEqual(100 + 1e-9);
        }
      }),
      { numRuns: 300 },
    );
  });
});
