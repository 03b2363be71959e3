import { EnclavePanel } from "../enclaves/EnclavePanel.tsx";
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
};

interface Props {
  readonly picked: Picked;
  readonly period: string | null;
  readonly onClose: () => void;
  readonly onPick: (picked: Picked) => void;
}

export function Detail({ picked, period, onClose, onPick }: Props) {
  const Chosen = panels[picked.kind];
  return (
    <Chosen
      key={picked.kind}
      code={picked.code}
      period={period}
      onClose={onClose}
      onPick={(text) => {
        const [kind = "", code = ""] = text.split(":");
        const known = pickedKinds.find((one) => one === kind);
        if (known) onPick({ kind: known, code });
      }}
    />
  );
}
