import { graphql, type ResultOf } from "../api.ts";

export const AREAS = graphql(`
  query SitingAreas {
    regions(kind: AREA, first: 20) { nodes { id code name nameEn } }
  }
`);
export const COUNTIES = graphql(`
  query SitingCounties($within: String!) {
    regions(kind: COUNTY, within: $within, first: 200) { nodes { id code name nameEn } }
  }
`);
export const NEEDING = graphql(`
  query NeedingVillages($within: String!, $first: Int!) {
    villages(within: $within, where: { needsEnclave: true }, orderBy: RISK_DESC, first: $first) {
      totalCount
      nodes {
        id code name nameEn center households isDemo
        county { id code name nameEn }
        risk { scoreShown level }
        needsEnclave { constrainedShare }
      }
    }
  }
`);
export type Needing = ResultOf<typeof NEEDING>["villages"]["nodes"][number];
export const CANDIDATES = graphql(`
  query Candidates($village: String!, $money: Float!) {
    enclaveCandidates(village: $village, first: 20, moneyFen: $money) {
      villageCode
      rule
      ranked {
        rank score roadKm
        site { code name nameEn countyCode countyName operator sector place promisedBasisPoints paidShare isDemo }
        parts { key value weight points sentence }
      }
      excluded { limit sentence site { code name nameEn countyName } }
    }
  }
`);
export const ALLOCATION = graphql(`
  query Allocation($input: EnclaveAllocationInput!) {
    enclaveAllocation(input: $input) {
      objective dualBound villages hosts placed unplaced rounds columns method
      placements(first: 200) {
        villageCode villageName amount score value belowSmallest sentence
        site { code name nameEn countyCode countyName }
      }
      binding(first: 60) { kind villageCode price sentence site { code name nameEn } }
      unmet(first: 100) { villageCode villageName amount reason sentence }
    }
  }
`);
export type Allocation = ResultOf<typeof ALLOCATION>["enclaveAllocation"];
