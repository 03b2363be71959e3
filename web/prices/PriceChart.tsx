import * as Plot from "@observablehq/plot";
import { useEffect, useRef } from "react";
import { useSpeech } from "../i18n/language.ts";
import type { Commodity } from "./documents.ts";

/** Price as a full line, what was expected as a dashed one in its band, months in alarm as marks of their own shape. */
export function PriceChart({ commodity }: { readonly commodity: Commodity }) {
  const { projects, language, nameOf } = useSpeech();
  const w = projects.prices;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const months = commodity.series.map((month) => ({
      day: new Date(`${month.period}-01T00:00:00Z`),
      price: Number(month.price) / 100,
      expected: month.expected === null ? null : month.expected / 100,
      low:
        month.expected === null || month.deviation === null ? null : (month.expected - month.deviation) / 100,
      high:
        month.expected === null || month.deviation === null ? null : (month.expected + month.deviation) / 100,
      level: month.level,
    }));
    const judged = months.filter((month) => month.low !== null);
    const alarms = months.filter(({ level }) => level === "ALERT" || level === "CRISIS");
    const chart = Plot.plot({
      width: 760,
      height: 280,
      marginLeft: 56,
      x: { type: "utc", label: null, ticks: 6, tickFormat: (day: Date) => day.toISOString().slice(0, 7) },
      y: { grid: true, label: w.axis(commodity.unit), zero: true },
      marks: [
        Plot.areaY(judged, { x: "day", y1: "low", y2: "high", fill: "var(--accent)", fillOpacity: 0.16 }),
        Plot.lineY(judged, { x: "day", y: "expected", stroke: "var(--muted)", strokeDasharray: "5 4" }),
        Plot.lineY(months, { x: "day", y: "price", stroke: "var(--text)", strokeWidth: 2 }),
        Plot.dot(alarms, {
          x: "day",
          y: "price",
          symbol: (month: { level: string }) => (month.level === "CRISIS" ? "square" : "triangle"),
          fill: (month: { level: string }) =>
            month.level === "CRISIS" ? "var(--level-red)" : "var(--level-orange)",
          stroke: "var(--surface)",
          r: 5,
        }),
      ],
    });
    // Plot puts names on groups, which no reader of a screen may be given; the whole has one name instead.
    for (const group of chart.querySelectorAll("[aria-label]")) group.removeAttribute("aria-label");
    chart.setAttribute("role", "img");
    chart.setAttribute("aria-label", w.chart(nameOf(commodity)));
    chart.setAttribute("lang", language);
    place.current?.replaceChildren(chart);
    return () => chart.remove();
  }, [commodity, w, language, nameOf]);
  return (
    <figure className="price-chart">
      <div ref={place} />
      <figcaption>
        <span data-key="price">{w.price}</span>
        <span data-key="expected">{w.expected}</span>
        <span data-key="band">{w.band}</span>
        <span data-key="alarm">{w.alarmMonth}</span>
      </figcaption>
    </figure>
  );
}
