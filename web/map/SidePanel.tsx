import { ChevronDown, ChevronUp } from "lucide-react";
import { useState } from "react";
import { CampaignLegend } from "../campaigns/Legend.tsx";
import { useSpeech } from "../i18n/language.ts";
import { ColourChoice, IndicatorLegend } from "../regions/IndicatorLegend.tsx";
import { Search } from "../search/Search.tsx";
import { OpenLinks } from "../tables/OpenLinks.tsx";
import { VillageLegend } from "../villages/Legend.tsx";
import { LayerList } from "./LayerList.tsx";
import { Legend } from "./Legend.tsx";
import type { MapPageState } from "./useMapPage.ts";

/** Find, choose a theme, read the legend, choose layers: the left side, from the top. */
export function SidePanel({ page }: { readonly page: MapPageState }) {
  const { words } = useSpeech();
  const [open, setOpen] = useState(false);
  const { address, setAddress, about, period } = page;
  const heat = page.isOn("villages");
  // Credited sources are the map itself and stand in the credit line; the figures come from the others.
  const sources = (about?.sources ?? []).filter((source) => !source.credit).map((source) => source.name);
  return (
    <aside className="side" aria-label={words.side.title} data-open={open}>
      <div className="side-top">
        <Search onPick={page.pickAndShow} />
        <button
          type="button"
          className="button side-handle"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {words.legend.title}
          {open ? <ChevronDown size={16} aria-hidden="true" /> : <ChevronUp size={16} aria-hidden="true" />}
          <span className="visually-hidden">{open ? words.side.close : words.side.open}</span>
        </button>
      </div>
      <div className="side-body">
        <fieldset className="segments" aria-label={words.preset.label}>
          {(["counties", "villages"] as const).map((key) => (
            <button
              key={key}
              type="button"
              aria-pressed={(key === "villages") === heat}
              onClick={() => page.encode(key)}
            >
              {words.preset[key]}
            </button>
          ))}
        </fieldset>
        {page.isLit("counties") ? (
          <ColourChoice value={address.i} onChange={(i) => void setAddress({ i })} />
        ) : null}
        {page.isOn("campaigns") ? (
          <CampaignLegend {...page.campaigns} onChoose={(c) => void setAddress({ c })} />
        ) : period && page.values.kept ? (
          heat ? (
            <VillageLegend period={period} villages={about?.villages ?? 0} sources={sources} />
          ) : address.i && page.isLit("counties") ? (
            <IndicatorLegend {...page.byIndicator} />
          ) : (
            <Legend
              classes={page.classes}
              breaks={page.breaks}
              method={address.m}
              count={address.k}
              period={page.values.kept.period}
              breaksPeriod={page.breaksPeriod}
              values={page.values.kept.values}
              sources={sources}
              onMethod={(m) => void setAddress({ m })}
              onCount={(k) => void setAddress({ k })}
            />
          )
        ) : (
          <p className="quiet">{words.legend.loading}</p>
        )}
        <LayerList
          mayCampaigns={page.campaigns.may}
          isOn={page.isLit}
          opacities={address.o}
          zoom={address.v.zoom}
          onToggle={page.toggle}
          onOpacity={(key, share) => void setAddress({ o: { ...address.o, [key]: share } })}
        />
        <OpenLinks map={false} />
      </div>
    </aside>
  );
}
