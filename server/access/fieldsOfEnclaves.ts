/** Fields of the money of enclaves and of their siting, all open: they hold sums of villages and sites, nothing of a person. */
export const ENCLAVE_FIELDS: Readonly<Record<string, string>> = {
  AllocationPlacement: "villageCode villageName site amount score value belowSmallest sentence",
  BindingLimit: "kind villageCode site price sentence",
  EnclaveAllocation:
    "objective dualBound villages hosts placed unplaced rounds columns method placements binding unmet",
  EnclaveCandidate: "rank site score straightKm roadKm parts",
  EnclaveCandidates: "villageCode need money ranked excluded rule",
  EnclaveNeed: "needs constrainedShare viableProjects reasons rule",
  ExcludedHost: "site limit sentence",
  HostScorePart: "key value weight points sentence",
  HostSite:
    "code name nameEn countyCode countyName operator sector place capacity smallest promisedBasisPoints paidShare isDemo",
  UnmetVillage: "villageCode villageName amount reason sentence",
  EnclaveContract: "number from to promisedBasisPoints yearlyPromise returnsPrincipal",
  EnclaveEntry: "id enclaveCode kind year day amount advance reverses isReversed note recordedAt postings",
  EnclaveEntryConnection: "edges nodes pageInfo totalCount",
  EnclaveEntryEdge: "cursor node",
  EnclavePosting: "account villageCode amount",
  EnclaveReturns: "paybackYear paybackBasis rateSoFar rateContracted sentence",
  EnclaveStatement: "enclaves principal promised paid gap households years",
  StatementYear: "year promised paid gap",
  VillageYear: "villageCode year promised paid gap",
};
