import * as Plot from "@observablehq/plot";
import { useEffect, useRef } from "react";
import { useSpeech } from "../i18n/language.ts";

interface Props {
  readonly days: readonly {
    readonly day: string;
    readonly planned: number;
    readonly checked: number | null;
  }[];
}

/** Villages planned, as a dashed line, and villages done, as a full one; both added up by day. */
export function ProgressChart({ days }: Props) {
  const { county, language } = useSpeech();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const at = (day: string) => new Date(`${day}T00:00:00Z`);
    const planned = days.map(({ day, planned: count }) => ({ day: at(day), count }));
    const done = days.flatMap(({ day, checked }) =>
      checked === null ? [] : [{ day: at(day), count: checked }],
    );
    const chart = Plot.plot({
      width: 640,
      height: 220,
      marginLeft: 48,
      marginRight: 64,
      x: { type: "utc", label: null, ticks: 5, tickFormat: (day: Date) => day.toISOString().slice(5, 10) },
      y: { grid: true, label: county.campaigns.axis, zero: true },
      marks: [
        Plot.lineY(planned, { x: "day", y: "count", stroke: "var(--muted)", strokeDasharray: "5 4" }),
        Plot.lineY(done, { x: "day", y: "count", stroke: "var(--accent)", strokeWidth: 2.5 }),
        Plot.text(planned.slice(-1), {
          x: "day",
          y: "count",
          text: () => county.campaigns.planned,
          dx: 6,
          textAnchor: "start",
          fill: "var(--muted)",
        }),
        Plot.text(done.slice(-1), {
          x: "day",
          y: "count",
          text: () => county.campaigns.actual,
          dx: 6,
          textAnchor: "start",
          fill: "var(--accent)",
        }),
      ],
    });
    // Plot puts names on groups, which no reader of a screen may be given; the whole has one name instead.
    for (const group of chart.querySelectorAll("[aria-label]")) group.removeAttribute("aria-label");
    chart.setAttribute("role", "img");
    chart.setAttribute("aria-label", county.campaigns.chart);
    chart.setAttribute("lang", language);
    place.current?.replaceChildren(chart);
    return () => chart.remove();
  }, [days, county, language]);
  return <div ref={place} className="progress-chart" />;
}
