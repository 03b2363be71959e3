import { Eye, EyeOff } from "lucide-react";
import { useSpeech } from "../i18n/language.ts";
import type { Opacities } from "./address.ts";
import { type LayerKey, layerKeys } from "./context.ts";
import { LayerSwatch } from "./LayerSwatch.tsx";

interface Props {
  readonly mayCampaigns: boolean;
  readonly isOn: (key: LayerKey) => boolean;
  readonly opacities: Opacities;
  readonly zoom: number;
  readonly onToggle: (key: LayerKey) => void;
  readonly onOpacity: (key: LayerKey, share: number) => void;
}

/** Zoom from which a layer has anything to show. */
const visibleFrom: Partial<Record<LayerKey, number>> = {
  constraints: 7,
  projects: 6,
  clusters: 5,
  events: 3,
  settlements: 4,
};

/** Top of the map at the top of the list. Each row is the layer's key as well: nothing is hidden behind a button. */
export function LayerList({ mayCampaigns, isOn, opacities, zoom, onToggle, onOpacity }: Props) {
  const { words } = useSpeech();
  return (
    <section aria-label={words.layers.title}>
      <h2>{words.layers.title}</h2>
      <ul className="layers">
        {[...layerKeys]
          .reverse()
          .filter((key) => mayCampaigns || key !== "campaigns")
          .map((key) => {
            const on = isOn(key);
            const name = words.layers[key];
            const from = visibleFrom[key];
            const label = `${on ? words.layers.hide : words.layers.show}：${name}`;
            return (
              <li key={key} data-on={on}>
                <LayerSwatch layer={key} />
                <span className="layer-name">{name}</span>
                <input
                  type="range"
                  min={0}
                  max={100}
                  step={5}
                  disabled={!on}
                  value={Math.round((opacities[key] ?? 1) * 100)}
                  aria-label={`${words.layers.opacity}：${name}`}
                  title={words.layers.opacity}
                  onChange={(event) => onOpacity(key, Number(event.target.value) / 100)}
                />
                <button
                  type="button"
                  className="icon-button"
                  aria-pressed={on}
                  aria-label={label}
                  title={label}
                  onClick={() => onToggle(key)}
                >
                  {on ? <Eye size={16} aria-hidden="true" /> : <EyeOff size={16} aria-hidden="true" />}
                </button>
                {on ? <LayerNote layer={key} /> : null}
                {on && from !== undefined && zoom < from ? (
                  <p className="layer-note">{words.layers.fromZoom(from)}</p>
                ) : null}
              </li>
            );
          })}
      </ul>
    </section>
  );
}

/** What the signs of a layer mean, where a swatch alone does not say it. */
function LayerNote({ layer }: { readonly layer: LayerKey }) {
  const { words, events } = useSpeech();
  const keys = words.keys;
  if (layer === "enclaves") {
    return (
      <p className="layer-note">
        {keys.flowWidth}
        <span className="flow-ramp">
          {keys.flowPaid}
          <i aria-hidden="true" />
          {keys.flowGap}
        </span>
      </p>
    );
  }
  if (layer === "settlements" || layer === "projects") {
    return (
      <p className="layer-note">
        <LayerSwatch layer={layer} open /> {layer === "settlements" ? keys.zeroEmployment : keys.troubled}
        {layer === "settlements" ? (
          <span className="line-key">
            <i aria-hidden="true" />
            {events.lines}
          </span>
        ) : null}
      </p>
    );
  }
  if (layer === "quality") {
    return (
      <p className="layer-note quality-keys">
        {keys.qualitySound} <LayerSwatch layer="quality" /> {keys.qualityDoubtful}
        <i data-kind="NO_REPORT" aria-hidden="true" />
        {keys.qualityNoReport}
        <i data-kind="SILENT" aria-hidden="true" />
        {keys.qualitySilent}
      </p>
    );
  }
  if (layer === "constraints") {
    return (
      <p className="layer-note constraint-keys">
        <i data-kind="FARMLAND" aria-hidden="true" />
        {keys.farmland}
        <i data-kind="WATER_SOURCE" aria-hidden="true" />
        {keys.water}
        <i data-kind="ECOLOGY" aria-hidden="true" />
        {keys.ecology}
      </p>
    );
  }
  if (layer === "events") {
    return (
      <p className="layer-note event-keys">
        {(["I", "II", "III", "IV"] as const).map((grade) => (
          <span key={grade} className="event-grade" data-grade={grade}>
            <i aria-hidden="true">{grade}</i>
            {events.event.grades[grade]}
          </span>
        ))}
        {events.event.gradeKey}
      </p>
    );
  }
  if (layer === "clusters") return <p className="layer-note">{keys.cluster}</p>;
  return null;
}
