import { Link } from "wouter";
import { useSpeech } from "../i18n/language.ts";
import { Sources } from "../ui/Sources.tsx";
import { PROGRESS_BOUNDS } from "./layer.ts";
import type { MapCampaign } from "./useCampaigns.ts";

interface Props {
  readonly list: readonly MapCampaign[];
  readonly chosen: MapCampaign | null;
  readonly onChoose: (id: string) => void;
}

/** The key of a campaign: shares of counties far out, and close up what of each village stands where. */
export function CampaignLegend({ list, chosen, onChoose }: Props) {
  const { words, number, percent, sentences } = useSpeech();
  const w = words.campaignMap;
  if (!chosen) return <p className="quiet">{w.none}</p>;
  const { villages, checked, late } = chosen;
  const groups = [
    { key: "checked", count: checked },
    { key: "late", count: late },
    { key: "due", count: Math.max(0, villages - checked - late) },
  ] as const;
  const bounds = [0, ...PROGRESS_BOUNDS];
  return (
    <section className="legend" aria-label={`${words.legend.title}：${w.title}`}>
      <h2>{w.title}</h2>
      <label className="campaign-choice">
        {w.choose}
        <select value={chosen.id} onChange={(event) => onChoose(event.target.value)}>
          {list.map(({ id, name, regionName }) => (
            <option key={id} value={id}>
              {name} · {regionName}
            </option>
          ))}
        </select>
      </label>
      <p className="quiet">
        {chosen.startsOn} – {chosen.endsOn} · {w.villages(number(villages))}
        {chosen.isDemo ? ` · ${words.demo.badge}` : ""}
      </p>
      <h3>{w.counties}</h3>
      <div className="progress-ramp">
        {bounds.map((from, index) => (
          <span key={from}>
            <i data-progress={index} aria-hidden="true" />
            {index === 0 ? `< ${percent(PROGRESS_BOUNDS[0])}` : `≥ ${percent(from)}`}
          </span>
        ))}
      </div>
      <h3>{w.single}</h3>
      <ul className="classes">
        {groups.map(({ key, count }) => (
          <li key={key}>
            <i className="class-colour" data-campaign={key} aria-hidden="true" />
            <span>{w[key]}</span>
            <span className="class-bar" aria-hidden="true">
              <span style={{ width: `${(100 * count) / Math.max(1, villages)}%` }} data-campaign={key} />
            </span>
            <b>{number(count)}</b>
          </li>
        ))}
      </ul>
      <p className="quiet small">{sentences(w.rule, words.legend.rule)}</p>
      <Sources names={[w.source]} />
      <p>
        <Link href="/campaigns">{w.back}</Link>
      </p>
    </section>
  );
}
