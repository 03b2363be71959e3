import { useSpeech } from "../i18n/language.ts";
import { shownIn } from "../regions/figure.ts";
import type { IndicatorColours } from "../regions/indicator.ts";
import type { CountyValue } from "../regions/values.ts";
import { Level } from "../risk/Level.tsx";
import type { Found } from "./picking.ts";

interface Props {
  readonly hover: { readonly found: Found; readonly x: number; readonly y: number };
  readonly county: CountyValue | undefined;
  /** The figure that colours the counties; null for the risk. */
  readonly colours: IndicatorColours | null;
}

const asNumber = (value: unknown) => (typeof value === "number" ? value : null);
const asText = (value: unknown) => (typeof value === "string" ? value : null);

/** Room between the pointer and what stands beside it, as in map.css. */
const GAP = 14;

/** Beside the pointer where there is room, else on its other side: a squeezed tooltip breaks every line. */
function takeSide(tooltip: HTMLDivElement | null, x: number) {
  const room = tooltip?.parentElement?.clientWidth ?? 0;
  if (tooltip) tooltip.dataset.side = x + GAP + tooltip.offsetWidth > room ? "left" : "right";
}

/** Name, level and score beside the pointer; everything else is in the panel. */
export function Tooltip({ hover, county, colours }: Props) {
  const speech = useSpeech();
  const { words, events, number, money } = speech;
  const { picked, properties } = hover.found;
  const name =
    picked.kind === "cluster"
      ? words.cluster.title(asNumber(properties.rank) ?? 0)
      : (asText(properties.name) ?? county?.name ?? picked.code);
  const score = picked.kind === "village" ? asNumber(properties.score) : (county?.scoreShown ?? null);
  const level = picked.kind === "village" ? asText(properties.level) : county?.level;
  // A village of a campaign is shown by its plan: its tile knows of no score.
  const plannedOn = asText(properties.plannedOn);
  const checkedOn = asText(properties.checkedOn);
  const rated = picked.kind === "village" || (county?.villages ?? 0) > 0;
  const size = asText(properties.size) as keyof typeof words.settlement.sizes | null;
  const projectKind = asText(properties.kind) as keyof typeof words.project.kinds | null;
  const status = asText(properties.status) as keyof typeof words.project.statuses | null;
  return (
    <div
      className="tooltip"
      style={{ left: hover.x, top: hover.y }}
      aria-hidden="true"
      ref={(tooltip) => takeSide(tooltip, hover.x)}
    >
      <strong>{name}</strong>
      {plannedOn ? (
        <span>
          {checkedOn ? words.campaignMap.checkedOn(checkedOn) : words.campaignMap.plannedOn(plannedOn)}
        </span>
      ) : picked.kind === "region" && colours ? (
        <span>
          {colours.indicator.label}{" "}
          {shownIn(
            speech,
            colours.indicator.unit,
            colours.rows.find(({ code }) => code === picked.code)?.value,
          )}
        </span>
      ) : picked.kind === "region" || picked.kind === "village" ? (
        rated ? (
          <span>
            <Level level={level} />
            {score === null ? words.panel.noScore : number(score, 1)}
          </span>
        ) : county ? (
          <span>{words.legend.notLoaded}</span>
        ) : null
      ) : null}
      {picked.kind === "settlement" && size ? (
        <span>
          {words.settlement.sizes[size]} · {number(asNumber(properties.residents))} {words.settlement.people}{" "}
          · {words.settlement.zeroEmployment} {number(asNumber(properties.zero_employment))}
        </span>
      ) : null}
      {picked.kind === "project" && projectKind && status ? (
        <span>
          {words.project.kinds[projectKind]} · {words.project.statuses[status]}
        </span>
      ) : null}
      {picked.kind === "event" ? (
        <span>
          {events.event.kinds[properties.kind as keyof typeof events.event.kinds]} ·{" "}
          {events.event.grades[properties.grade as keyof typeof events.event.grades]}
        </span>
      ) : null}
      {picked.kind === "cluster" ? (
        <span>
          {words.cluster.relativeRisk} {number(asNumber(properties.relative_risk), 1)}
        </span>
      ) : null}
      {picked.kind === "enclave" ? (
        <span>
          {asText(properties.origin) ? `${words.enclave.flow(String(properties.origin))} · ` : ""}
          {/* Tiles carry yuan, the formatter takes fen. */}
          {money((asNumber(properties.amount) ?? 0) * 100)}
        </span>
      ) : null}
    </div>
  );
}
