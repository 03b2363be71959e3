import type { KeyingConfig } from "@urql/exchange-graphcache";

const embedded = () => null;

/** Types of enclaves' money and of their siting that live inside their parent. */
export const sitingKeys: KeyingConfig = {
  EnclaveContract: embedded,
  EnclaveReturns: embedded,
  EnclaveEntryConnection: embedded,
  EnclavePosting: embedded,
  EnclaveStatement: embedded,
  StatementYear: embedded,
  VillageYear: embedded,
  EnclaveNeed: embedded,
  EnclaveCandidates: embedded,
  EnclaveCandidate: embedded,
  ExcludedHost: embedded,
  HostScorePart: embedded,
  HostSite: embedded,
  EnclaveAllocation: embedded,
  AllocationPlacement: embedded,
  BindingLimit: embedded,
  UnmetVillage: embedded,
};
