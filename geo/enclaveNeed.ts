/** When a village needs an enclave: one dated rule, named in every answer that uses it. */
export const ENCLAVE_NEED = {
  key: "enclave-need-1",
  validFrom: "2026-01-01",
  /** Least share of its land inside constraint zones of any kind, where they overlap counted once: "mostly" means half. */
  leastShare: 0.5,
  /** A project that stands in the village or is tied to its households is viable in these states. */
  viableStatuses: ["PLANNED", "BUILDING", "OPERATING"],
  source: {
    zh: "本平台自拟，非官方规定",
    en: "This project's own proposal, not an official rule",
  },
} as const;

export type NeedReason =
  | "MOSTLY_CONSTRAINED"
  | "LITTLE_CONSTRAINED"
  | "NO_VIABLE_PROJECT"
  | "HAS_VIABLE_PROJECT";

/** Both conditions, each with how it turned out. */
export function enclaveNeed(
  constrainedShare: number,
  viableProjects: number,
): { needs: boolean; reasons: NeedReason[] } {
  const constrained = constrainedShare >= ENCLAVE_NEED.leastShare;
  return {
    needs: constrained && viableProjects === 0,
    reasons: [
      constrained ? "MOSTLY_CONSTRAINED" : "LITTLE_CONSTRAINED",
      viableProjects === 0 ? "NO_VIABLE_PROJECT" : "HAS_VIABLE_PROJECT",
    ],
  };
}
