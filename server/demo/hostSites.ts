import { CountyShape, type Point } from "./countyShape.ts";
import { ALL_HOSTS, SECTORS } from "./enclaves.ts";
import { capitalised, placeNames } from "./names.ts";
import type { DemoPlan } from "./plan.ts";
import { Random } from "./random.ts";

export interface DemoHostSite {
  code: string;
  name: string;
  nameEn: string;
  county: string;
  operator: string;
  sector: string;
  point: Point;
  capacityFen: number;
  smallestFen: number;
  basisPoints: number;
}

const WAN = 1_000_000;

/**
 * One or two sites in each county that may host an enclave. Their track record is that of the enclaves the county hosts:
 * full, short where one is in arrears, none where nobody invested yet.
 */
export function hostSites({ hasHost, hostOutline }: DemoPlan): DemoHostSite[] {
  return ALL_HOSTS.filter(hasHost).flatMap((county) => {
    const random = new Random(county, "host sites");
    const shape = new CountyShape(hostOutline(county));
    const name = placeNames(new Random(county, "host site names"));
    return Array.from({ length: random.integer(1, 2) }, (_, index) => {
      const place = name(index);
      const sector = random.pick(SECTORS);
      return {
        code: `H${county}${String(index + 1).padStart(2, "0")}`,
        name: `${place.stem}${sector.zh}承接点（模拟）`,
        nameEn: `${capitalised(place.pinyin)} host site, ${sector.en} (simulated)`,
        county,
        operator: `模拟${place.stem}产业园公司`,
        sector: sector.zh,
        point: shape.toDegrees(shape.randomPoint(random)),
        capacityFen: random.integer(15, 60) * 100 * WAN,
        smallestFen: random.pick([10, 20, 30] as const) * WAN,
        basisPoints: random.integer(580, 820),
      };
    });
  });
}
