import { EnclavePanel } from "../enclaves/EnclavePanel.tsx";
import { EventPanel } from "../events/EventPanel.tsx";
import { ProjectPanel } from "../projects/ProjectPanel.tsx";
import { RegionPanel } from "../regions/RegionPanel.tsx";
import { ClusterPanel } from "../relapse/ClusterPanel.tsx";
import { SettlementPanel } from "../settlements/SettlementPanel.tsx";
import type { PanelProps } from "../ui/Panel.tsx";
import { VillagePanel } from "../villages/VillagePanel.tsx";
import { type Picked, type PickedKind, pickedKinds } from "./context.ts";

const panels: Record<PickedKind, (props: PanelProps) => React.ReactNode> = {
  region: RegionPanel,
  village: VillagePanel,
  settlement: SettlementPanel,
  project: ProjectPanel,
  enclave: EnclavePanel,
  cluster: ClusterPanel,
  event: EventPanel,
};

interface Props {
  readonly picked: Picked;
  readonly period: string | null;
  readonly onClose: () => void;
  /** Told what was picked in the words of the address, like `village:360827100901`. */
  readonly onPick: (picked: string) => void;
}

/** What the words of the address mean; null for what cannot be picked. */
export function pickedOf(text: string): Picked | null {
  const [kind = "", code = ""] = text.split(":");
  const known = pickedKinds.find((one) => one === kind);
  return known ? { kind: known, code } : null;
}

export function Detail({ picked, period, onClose, onPick }: Props) {
  const Chosen = panels[picked.kind];
  return <Chosen key={picked.kind} code={picked.code} period={period} onClose={onClose} onPick={onPick} />;
}
