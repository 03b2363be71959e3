import { useSpeech } from "../i18n/language.ts";
import { PickList } from "../ui/PickList.tsx";

interface Named {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string | null;
}

interface Props {
  readonly projects: readonly (Named & {
    kind: ProjectKind;
    status: ProjectStatus;
    distanceM: number | null;
  })[];
  readonly settlements: readonly (Named & { size: SettlementSize; distanceM: number | null })[];
  readonly enclaves: readonly Named[];
  readonly onPick: (picked: string) => void;
}

type Words = ReturnType<typeof useSpeech>["words"];
type ProjectKind = keyof Words["project"]["kinds"];
type ProjectStatus = keyof Words["project"]["statuses"];
type SettlementSize = keyof Words["settlement"]["sizes"];

const nearestFirst = <T extends { distanceM: number | null }>(things: readonly T[]) =>
  [...things].sort(
    (a, b) => (a.distanceM ?? Number.POSITIVE_INFINITY) - (b.distanceM ?? Number.POSITIVE_INFINITY),
  );

/** Work and services a household could reach in a day. */
export function Nearby({ projects, settlements, enclaves, onPick }: Props) {
  const { words, distance, nameOf } = useSpeech();
  return (
    <>
      <section>
        <h3>{words.panel.near}</h3>
        {projects.length + settlements.length === 0 ? (
          <p className="quiet">{words.panel.nothingNear}</p>
        ) : null}
        {projects.length ? (
          <PickList
            title={words.panel.nearProjects(projects.length)}
            onPick={onPick}
            rows={nearestFirst(projects).map((project) => ({
              pick: `project:${project.code}`,
              name: nameOf(project),
              note: `${words.project.kinds[project.kind]} · ${words.project.statuses[project.status]}`,
              value: distance(project.distanceM),
            }))}
          />
        ) : null}
        {settlements.length ? (
          <PickList
            title={words.panel.nearSettlements(settlements.length)}
            onPick={onPick}
            rows={nearestFirst(settlements).map((settlement) => ({
              pick: `settlement:${settlement.code}`,
              name: nameOf(settlement),
              note: words.settlement.sizes[settlement.size],
              value: distance(settlement.distanceM),
            }))}
          />
        ) : null}
      </section>
      {enclaves.length ? (
        <section>
          <h3>{words.panel.enclaves}</h3>
          <PickList
            onPick={onPick}
            rows={enclaves.map((enclave) => ({ pick: `enclave:${enclave.code}`, name: nameOf(enclave) }))}
          />
        </section>
      ) : null}
    </>
  );
}
