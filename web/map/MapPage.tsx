import { Earth, House, Table2, Waves } from "lucide-react";
import { lazy, Suspense, useCallback, useMemo, useState } from "react";
import "./map.css";
import "./panels.css";
import "../relapse/relapse.css";
import "../campaigns/legend.css";
import "../resettlement/resettlement.css";
import { WhatIfContext } from "../exposure/context.ts";
import { WhatIfPanel } from "../exposure/WhatIfPanel.tsx";
import { type Speech, useSpeech } from "../i18n/language.ts";
import { CountyTable } from "../regions/CountyTable.tsx";
import { NATION } from "../regions/islands.ts";
import type { CountyValue } from "../regions/values.ts";
import { isLevel } from "../risk/levels.ts";
import { home } from "./address.ts";
import { Credits } from "./Credits.tsx";
import type { Picked } from "./context.ts";
import { Detail, pickedOf } from "./Detail.tsx";
import { needsInset } from "./inset.ts";
import { MonthSlider } from "./MonthSlider.tsx";
import { Notices } from "./Notices.tsx";
import type { Theme } from "./palette.ts";
import type { Found } from "./picking.ts";
import { SidePanel } from "./SidePanel.tsx";
import { Tooltip } from "./Tooltip.tsx";
import { useMapPage } from "./useMapPage.ts";

// The map engine is the heaviest part and comes apart from the page, in parallel with it.
const MapCanvas = lazy(() => import("./Map.tsx"));
const Inset = lazy(() => import("./Inset.tsx"));
/** On the right the map's own buttons, which must not stand on the north-east. */
const AROUND_NATION = { top: 12, right: 64, bottom: 12, left: 12 };

const canDraw = () => document.createElement("canvas").getContext("webgl2") !== null;

/** What the live region says of a thing picked with the keyboard. */
function spoken({ words, number }: Speech, picked: Picked, name: string, county: CountyValue | undefined) {
  const level = county?.level;
  if (picked.kind !== "region" || !county) return name;
  const score = county.scoreShown === null ? words.panel.noScore : number(county.scoreShown, 1);
  return `${name}，${words.panel.score} ${score}，${words.levelLabel} ${isLevel(level) ? words.level[level] : words.level.absent}`;
}

export default function MapPage({ theme }: { readonly theme: Theme }) {
  const speech = useSpeech();
  const { words } = speech;
  const page = useMapPage(theme);
  const { address, setAddress, about, period, values } = page;
  const [hover, setHover] = useState<{ found: Found; x: number; y: number } | null>(null);
  const [said, setSaid] = useState("");
  const [tileError, setTileError] = useState(false);
  const [isCut, setCut] = useState(false);
  // MapLibre does not ask again for a tile that failed, so another attempt is another map, in the same place.
  const [attempt, setAttempt] = useState(0);
  const drawable = useMemo(canDraw, []);
  const byCode = useMemo(
    () => new Map((values.kept?.values ?? []).map((value) => [value.code, value])),
    [values.kept],
  );
  const picked = address.r;
  const { whatIf } = page;
  const pickText = (text: string) => {
    const next = pickedOf(text);
    if (next) page.pickAndShow(next);
  };
  const pickOnMap = ({ picked: next, properties }: Found) => {
    page.pick(next);
    const county = byCode.get(next.code);
    setSaid(spoken(speech, next, typeof properties.name === "string" ? properties.name : next.code, county));
  };
  const onHover = useCallback((found: Found | null, at: { x: number; y: number }) => {
    setHover(found ? { found, x: at.x, y: at.y } : null);
  }, []);

  return (
    <main className="map-page" data-detail={picked !== null || whatIf.open} data-table={address.table}>
      <SidePanel page={page} />
      <div className="map-column">
        <div className="map-and-inset">
          <section className="map-area" id="map" aria-label={words.map.region}>
            {drawable ? (
              <Suspense fallback={<p className="page-loading">{words.state.loading}</p>}>
                <MapCanvas
                  key={`${speech.language} ${attempt}`}
                  ref={page.handle}
                  style={page.style}
                  view={address.v}
                  values={page.painted}
                  onView={(v) => void setAddress({ v })}
                  onFrame={(zoom, box) => setCut(needsInset(zoom, box))}
                  onPick={pickOnMap}
                  onNothing={() => setSaid(words.map.nothing)}
                  onHover={onHover}
                  isDrawing={whatIf.isDrawing}
                  onTileError={() => setTileError(true)}
                />
              </Suspense>
            ) : (
              <p className="map-notice">{words.state.noMap}</p>
            )}
            {hover ? (
              <Tooltip
                hover={hover}
                county={byCode.get(hover.found.picked.code)}
                colours={page.isLit("counties") ? page.byIndicator.colours : null}
              />
            ) : null}
            <Notices
              page={page}
              tileError={tileError}
              onRetryTiles={() => {
                setTileError(false);
                setAttempt((before) => before + 1);
              }}
            />
            <button
              type="button"
              className="icon-button map-home"
              aria-label={words.map.home}
              title={words.map.home}
              onClick={() => void setAddress({ v: home }, { history: "push" })}
            >
              <House size={17} aria-hidden="true" />
            </button>
            <button
              type="button"
              className="icon-button map-nation"
              aria-label={words.map.nation}
              title={words.map.nation}
              onClick={() => page.handle.current?.fly({ bbox: NATION, padding: AROUND_NATION })}
            >
              <Earth size={17} aria-hidden="true" />
            </button>
            <button
              type="button"
              className="button map-what-if"
              aria-expanded={whatIf.open}
              onClick={() => whatIf.setOpen(!whatIf.open)}
            >
              <Waves size={15} aria-hidden="true" />
              {speech.events.whatIf.open}
            </button>
            <p className="visually-hidden" role="status">
              {said}
            </p>
          </section>
          {drawable && isCut ? (
            <Suspense>
              <Inset key={speech.language} style={page.style} />
            </Suspense>
          ) : null}
        </div>
        {address.table && values.kept ? (
          <CountyTable
            period={values.kept.period}
            counties={page.loaded}
            picked={picked?.kind === "region" ? picked.code : null}
            onPick={(code) => page.pickAndShow({ kind: "region", code })}
            onClose={() => void setAddress({ table: false })}
          />
        ) : null}
        <footer className="map-foot">
          {period && page.periods.length > 1 ? (
            <MonthSlider
              periods={page.periods}
              period={period}
              onPeriod={page.setPeriod}
              onPlaying={page.setPlaying}
            />
          ) : null}
          <button
            type="button"
            className="button"
            aria-pressed={address.table}
            onClick={() => void setAddress({ table: !address.table })}
          >
            <Table2 size={16} aria-hidden="true" />
            {words.table.open}
          </button>
          <Credits about={about} />
        </footer>
      </div>
      {whatIf.open ? (
        <WhatIfPanel whatIf={whatIf} onPick={pickText} />
      ) : picked ? (
        <WhatIfContext value={whatIf.take}>
          <Detail picked={picked} period={period} onClose={() => page.pick(null)} onPick={pickText} />
        </WhatIfContext>
      ) : null}
    </main>
  );
}
