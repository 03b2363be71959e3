import { Pause, Play } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useSpeech } from "../i18n/language.ts";

interface Props {
  readonly periods: readonly string[];
  readonly period: string;
  readonly onPeriod: (period: string) => void;
  readonly onPlaying: (playing: boolean) => void;
}

const stepMs = 1000;

/** A year's four digits with room on either side, pixels. */
const YEAR_WIDTH = 34;

/** Years that find room on a track: every one, every second, … */
function useRoomForYears(years: number, share: number) {
  const track = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!track.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    observer.observe(track.current);
    return () => observer.disconnect();
  }, []);
  const every = width === 0 ? years : Math.max(1, Math.ceil(YEAR_WIDTH / (width * share)));
  return { track, every };
}

/** Steps are the months that exist; a range input brings the arrow keys, Home and End with it. */
export function MonthSlider({ periods, period, onPeriod, onPlaying }: Props) {
  const { words } = useSpeech();
  const [playing, setPlaying] = useState(false);
  const last = periods.length - 1;
  const at = Math.max(0, periods.indexOf(period));
  useEffect(() => onPlaying(playing), [playing, onPlaying]);
  useEffect(() => {
    if (!playing) return;
    if (at >= last) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => onPeriod(periods[at + 1] as string), stepMs);
    return () => clearTimeout(timer);
  }, [playing, at, last, periods, onPeriod]);
  const years = periods.flatMap((one, index) =>
    one.endsWith("-01") ? [{ year: one.slice(0, 4), index }] : [],
  );
  const { track, every } = useRoomForYears(years.length, 12 / Math.max(1, last));
  const label = playing ? words.month.pause : words.month.play;
  return (
    <div className="month">
      <button
        type="button"
        className="icon-button"
        aria-label={label}
        title={label}
        onClick={() => {
          if (!playing && at >= last) onPeriod(periods[0] as string);
          setPlaying(!playing);
        }}
      >
        {playing ? <Pause size={18} aria-hidden="true" /> : <Play size={18} aria-hidden="true" />}
      </button>
      <div className="month-track">
        <input
          type="range"
          min={0}
          max={last}
          step={1}
          value={at}
          aria-label={words.month.label}
          aria-valuetext={period}
          onChange={(event) => {
            setPlaying(false);
            onPeriod(periods[Number(event.target.value)] as string);
          }}
        />
        <div ref={track} className="month-years" aria-hidden="true">
          {years
            .filter((_, place) => place % every === 0)
            .map(({ year, index }) => (
              <span key={year} style={{ left: `${(100 * index) / Math.max(1, last)}%` }}>
                {year}
              </span>
            ))}
        </div>
      </div>
      <output className="month-now">
        {period}
        {at === last ? <small>{words.month.latest}</small> : null}
      </output>
    </div>
  );
}
