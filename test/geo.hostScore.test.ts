import { describe, expect, it } from "vitest";
import { enclaveNeed } from "../geo/enclaveNeed.ts";
import { greatCircleKm } from "../geo/greatCircle.ts";
import { HOST_SCORE, hardLimit, hostScore, type Pair, recordShare, scoreParts } from "../geo/hostScore.ts";

const WAN = 1_000_000;
const pair: Pair = {
  straightKm: 600 / 1.4,
  sameCounty: false,
  siteInZone: false,
  moneyFen: 100 * WAN,
  capacityFen: 400 * WAN,
  smallestFen: 20 * WAN,
  record: { promisedFen: 80 * WAN, paidFen: 60 * WAN },
  sectorRecord: { promisedFen: 200 * WAN, paidFen: 180 * WAN },
  placedFen: 50 * WAN,
  placedHereFen: 10 * WAN,
};

describe("the score of a host site", () => {
  it("is the weighted sum of five parts, as worked out by hand", () => {
    // Paid 60 of 80; 600 of 1,200 km; 180 of 200; 100 of 400 taken; a fifth is there already.
    const parts = scoreParts(pair);
    expect(parts.RECORD).toBe(0.75);
    expect(parts.DISTANCE).toBeCloseTo(0.5, 12);
    expect(parts.SECTOR).toBe(0.9);
    expect(parts.CAPACITY).toBe(0.75);
    expect(parts.SPREAD).toBe(0.8);
    // 100 × (0.35 × 0.75 + 0.2 × 0.5 + 0.15 × (0.9 + 0.75 + 0.8)) = 26.25 + 10 + 36.75.
    expect(hostScore(parts)).toBeCloseTo(73, 10);
    const weights = Object.values(HOST_SCORE.weights).reduce((sum, weight) => sum + weight, 0);
    expect(weights).toBeCloseTo(1, 12);
  });

  it("takes no record for no good record, and no more than full payment", () => {
    const none = { promisedFen: 0, paidFen: 0 };
    expect(recordShare(none)).toBeNull();
    expect(scoreParts({ ...pair, record: none, sectorRecord: none })).toMatchObject({ RECORD: 0, SECTOR: 0 });
    expect(recordShare({ promisedFen: 10, paidFen: 12 })).toBe(1);
    expect(scoreParts({ ...pair, placedFen: 0, placedHereFen: 0 }).SPREAD).toBe(1);
    expect(scoreParts({ ...pair, straightKm: 5_000 }).DISTANCE).toBe(0);
  });

  it("is not asked for where a hard limit excludes the site", () => {
    expect(hardLimit(pair)).toBeNull();
    expect(hardLimit({ ...pair, sameCounty: true })).toBe("OWN_COUNTY");
    expect(hardLimit({ ...pair, siteInZone: true })).toBe("IN_CONSTRAINT_ZONE");
    // 1,200 km by road are 857.1 km in a straight line.
    expect(hardLimit({ ...pair, straightKm: 857 })).toBeNull();
    expect(hardLimit({ ...pair, straightKm: 858 })).toBe("TOO_FAR");
    expect(hardLimit({ ...pair, moneyFen: 20 * WAN - 1 })).toBe("TOO_SMALL");
    expect(hardLimit({ ...pair, moneyFen: 400 * WAN + 1 })).toBe("NO_CAPACITY");
    expect(hardLimit({ ...pair, placedHereFen: 25 * WAN })).toBeNull();
    expect(hardLimit({ ...pair, placedHereFen: 25 * WAN + 1 })).toBe("DEPENDENCE");
  });
});

describe("the need of an enclave", () => {
  it("takes half of the land and no viable project, and gives both reasons either way", () => {
    expect(enclaveNeed(0.5, 0)).toEqual({
      needs: true,
      reasons: ["MOSTLY_CONSTRAINED", "NO_VIABLE_PROJECT"],
    });
    expect(enclaveNeed(0.499_999, 0).needs).toBe(false);
    expect(enclaveNeed(1, 1)).toEqual({
      needs: false,
      reasons: ["MOSTLY_CONSTRAINED", "HAS_VIABLE_PROJECT"],
    });
  });
});

describe("the great circle", () => {
  it("is a degree of the equator, a quarter of the earth and the way from Beijing to Shanghai", () => {
    expect(greatCircleKm([0, 0], [1, 0])).toBeCloseTo((2 * Math.PI * 6_371.0088) / 360, 9);
    expect(greatCircleKm([0, 0], [0, 90])).toBeCloseTo((Math.PI * 6_371.0088) / 2, 6);
    expect(greatCircleKm([116.4, 39.9], [121.47, 31.23])).toBeCloseTo(1_067, -1);
    expect(greatCircleKm([114, 26], [114, 26])).toBe(0);
  });
});
