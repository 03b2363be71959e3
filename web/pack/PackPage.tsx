import { FlaskConical, Moon, Sun, WifiOff } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import "../map/map.css";
import "../map/panels.css";
import "./pack.css";
import { useSpeech } from "../i18n/language.ts";
import type { View } from "../map/address.ts";
import type { LayerKey } from "../map/context.ts";
import { LayerList } from "../map/LayerList.tsx";
import { offAtFirst } from "../map/layers.ts";
import MapCanvas from "../map/Map.tsx";
import type { Theme } from "../map/palette.ts";
import type { Found } from "../map/picking.ts";
import { isLayerOn } from "../map/style.ts";
import { Tooltip } from "../map/Tooltip.tsx";
import { Level } from "../risk/Level.tsx";
import { ARCHIVE, type Pack } from "./archive.ts";
import { firstOn, packState } from "./state.ts";
import { packStyle } from "./style.ts";

const LEVELS = ["NONE", "BLUE", "YELLOW", "ORANGE", "RED"] as const;
/** Layers that colour the ground: one at a time. */
const GROUND: readonly LayerKey[] = ["villages", "quality"];

interface Props {
  readonly pack: Pack;
  readonly theme: Theme;
  readonly onTheme: () => void;
  readonly onLanguage: () => void;
}

/** So that the county fills most of a window of usual size. */
function viewOf({ county: { bbox } }: Pack): View {
  const [west, south, east, north] = bbox;
  const span = Math.max(east - west, north - south, 0.01);
  return { lng: (west + east) / 2, lat: (south + north) / 2, zoom: Math.log2(360 / span) - 0.6 };
}

/** One county on one screen: what is drawn, what the colours mean, and what lies under the pointer. */
export function PackPage({ pack, theme, onTheme, onLanguage }: Props) {
  const speech = useSpeech();
  const { words, language, pack: w } = speech;
  const [open, setOpen] = useState(false);
  const [on, setOn] = useState<readonly LayerKey[]>(firstOn);
  const [off, setOff] = useState<readonly LayerKey[]>([]);
  const [opacities, setOpacities] = useState<Partial<Record<LayerKey, number>>>({});
  const [hover, setHover] = useState<{ found: Found; x: number; y: number } | null>(null);
  const [said, setSaid] = useState("");
  const start = useMemo(() => viewOf(pack), [pack]);
  const [zoom, setZoom] = useState(start.zoom);
  const name = speech.nameOf(pack.county);
  const style = useMemo(
    () => packStyle(packState(theme, language, pack.county.code, { on, off, opacities }), ARCHIVE),
    [theme, language, pack, on, off, opacities],
  );
  useEffect(() => {
    document.title = w.title(name);
  }, [w, name]);

  const isOn = (key: LayerKey) =>
    isLayerOn(key, { on, off }) && !(key === "counties" && GROUND.some((one) => on.includes(one)));
  const toggle = (key: LayerKey) => {
    const wanted = !isOn(key);
    if (key === "counties") setOn(on.filter((one) => !GROUND.includes(one)));
    if (offAtFirst.includes(key)) {
      const others = on.filter(
        (one) => one !== key && !(wanted && GROUND.includes(key) && GROUND.includes(one)),
      );
      setOn(wanted ? [...others, key] : others);
    } else setOff(wanted ? off.filter((one) => one !== key) : [...off, key]);
  };
  const show = (found: Found | null, at: { x: number; y: number }) =>
    setHover(found ? { found, x: at.x, y: at.y } : null);
  const themeLabel = theme === "dark" ? words.theme.toLight : words.theme.toDark;
  const county = pack.counties.find(({ code }) => code === hover?.found.picked.code);

  return (
    <>
      <header className="top-bar">
        <strong className="pack-title">{w.title(name)}</strong>
        {pack.isDemo ? (
          <p className="demo-banner" title={words.demo.banner}>
            <FlaskConical size={15} aria-hidden="true" />
            <strong>{words.demo.badge}</strong>
            <span className="visually-hidden">{words.demo.banner}</span>
          </p>
        ) : null}
        <div className="top-right">
          <p className="pack-state" title={w.offlineHint}>
            <WifiOff size={15} aria-hidden="true" />
            {w.offline} · {words.frame.period} {pack.period ?? "—"}
          </p>
          <button
            type="button"
            className="icon-button"
            onClick={onTheme}
            aria-label={themeLabel}
            title={themeLabel}
          >
            {theme === "dark" ? <Sun size={18} aria-hidden="true" /> : <Moon size={18} aria-hidden="true" />}
          </button>
          <button
            type="button"
            className="button"
            onClick={onLanguage}
            title={words.language.label}
            lang={language === "zh" ? "en" : "zh-CN"}
          >
            {words.language.switchTo}
          </button>
        </div>
      </header>
      <main className="map-page">
        <aside className="side" aria-label={words.side.title} data-open={open}>
          <div className="side-top pack-handle">
            <button
              type="button"
              className="button side-handle"
              aria-expanded={open}
              onClick={() => setOpen(!open)}
            >
              {words.side.title}
            </button>
          </div>
          <div className="side-body">
            <section className="legend" aria-label={w.legend}>
              <h2>{w.legend}</h2>
              <ul className="classes">
                {LEVELS.map((level) => (
                  <li key={level}>
                    <i className="class-colour" data-level={level} data-fill="level" aria-hidden="true" />
                    <Level level={level} />
                  </li>
                ))}
                <li>
                  <i className="class-colour no-data" aria-hidden="true" />
                  <span>{words.legend.noData}</span>
                </li>
              </ul>
              <p className="quiet small">{words.legend.warningRule}</p>
              <p className="quiet small">{w.wholeCells}</p>
            </section>
            <LayerList
              mayCampaigns={false}
              isOn={isOn}
              opacities={opacities}
              zoom={zoom}
              onToggle={toggle}
              onOpacity={(key, share) => setOpacities({ ...opacities, [key]: share })}
            />
            <p className="quiet small">{w.offlineHint}</p>
          </div>
        </aside>
        <div className="map-column">
          <section className="map-area" id="map" aria-label={words.map.region}>
            <MapCanvas
              key={language}
              style={style}
              view={start}
              values={pack.counties}
              isDrawing={false}
              onView={() => {}}
              onFrame={setZoom}
              onPick={(found) => {
                const name = found.properties.name;
                setSaid(typeof name === "string" ? name : found.picked.code);
              }}
              onHover={show}
              onNothing={() => setSaid(words.map.nothing)}
              onTileError={() => setSaid(words.state.tiles)}
            />
            {hover ? <Tooltip hover={hover} county={county} colours={null} /> : null}
            <p className="visually-hidden" role="status">
              {said}
            </p>
          </section>
          <footer className="map-foot">
            <p className="credits">
              {pack.credits[language].map((credit) => (
                <span key={credit}>{credit}</span>
              ))}
              {pack.mapReviewNumber ? (
                <span>
                  {words.map.reviewNumber}
                  {pack.mapReviewNumber}
                </span>
              ) : null}
              <span>{words.map.provisional}</span>
              {pack.isDemo ? <span>{words.demo.banner}</span> : null}
            </p>
          </footer>
        </div>
      </main>
    </>
  );
}
