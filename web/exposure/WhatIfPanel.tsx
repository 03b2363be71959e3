import { Circle, Pentagon, Upload, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useClient } from "urql";
import { Link } from "wouter";
import { useViewer } from "../access/viewer.ts";
import { graphql } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import "../work/work.css";
import "./exposure.css";
import { footprintOfText, polygonsIn, writeFootprint } from "./footprint.ts";
import { Result } from "./Result.tsx";
import type { WhatIf } from "./useWhatIf.ts";

/** 50 metres less on a county's border changes no village, and keeps a province under the limit of vertices. */
const REGION = graphql(`
  query FootprintOfRegion($code: String!) {
    region(code: $code) { id outline(precision: 5, toleranceM: 50) }
  }
`);

interface Props {
  readonly whatIf: WhatIf;
  readonly onPick: (picked: string) => void;
}

/** What if this were a flood: give a footprint, read what lies inside. */
export function WhatIfPanel({ whatIf, onPick }: Props) {
  const { events } = useSpeech();
  const w = events.whatIf;
  const client = useClient();
  const viewer = useViewer();
  const [problem, setProblem] = useState("");
  const [region, setRegion] = useState("");
  const [text, setText] = useState("");
  const { shape, take, draw, isDrawing, isLong } = whatIf;
  const upload = async (file: File | undefined) => {
    if (!file) return;
    const found = polygonsIn(await file.text());
    setProblem(found ? "" : w.badFile);
    if (found) take(found);
  };
  const takeRegion = async (event: FormEvent) => {
    event.preventDefault();
    const { data } = await client.query(REGION, { code: region.trim() });
    const outline = data?.region?.outline ?? null;
    setProblem(outline ? "" : w.noRegion);
    if (outline) take(outline);
  };
  const takeText = (event: FormEvent) => {
    event.preventDefault();
    const found = footprintOfText(text);
    setProblem(found ? "" : text.trim().startsWith("{") ? w.badFile : w.badNumbers);
    if (found) take(found);
  };
  return (
    <aside
      className="detail what-if"
      aria-label={w.title}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !isDrawing) whatIf.setOpen(false);
      }}
    >
      <header className="detail-head">
        <div>
          <h2>{w.title}</h2>
          <p className="quiet">{w.lead}</p>
        </div>
        <button
          type="button"
          className="icon-button"
          onClick={() => whatIf.setOpen(false)}
          aria-label={w.closePanel}
        >
          <X size={18} aria-hidden="true" />
        </button>
      </header>
      <div className="what-if-tools">
        <button type="button" className="button" aria-pressed={isDrawing} onClick={() => draw("polygon")}>
          <Pentagon size={15} aria-hidden="true" />
          {w.drawPolygon}
        </button>
        <button type="button" className="button" onClick={() => draw("circle")}>
          <Circle size={15} aria-hidden="true" />
          {w.drawCircle}
        </button>
        <label className="button">
          <Upload size={15} aria-hidden="true" />
          {w.upload}
          <input
            type="file"
            accept=".json,.geojson,application/geo+json,application/json"
            className="visually-hidden"
            onChange={(event) => void upload(event.target.files?.[0])}
          />
        </label>
        {shape ? (
          <button type="button" className="button" onClick={() => take(null)}>
            {w.clear}
          </button>
        ) : null}
      </div>
      <p role="status" className="quiet">
        {isDrawing ? w.drawing : isLong ? w.tooLong : ""}
      </p>
      <details className="quiet" open={shape === null}>
        <summary>{w.other}</summary>
        <form className="item-form" onSubmit={(event) => void takeRegion(event)}>
          <label>
            {w.region}
            <input value={region} onChange={(event) => setRegion(event.target.value)} required />
          </label>
          <button type="submit" className="button">
            {w.regionUse}
          </button>
        </form>
        <form className="item-form" onSubmit={takeText}>
          <label>
            {w.bbox}
            <textarea rows={2} value={text} onChange={(event) => setText(event.target.value)} required />
          </label>
          <button type="submit" className="button">
            {w.bboxUse}
          </button>
        </form>
      </details>
      <p role="alert" className="work-message">
        {problem}
      </p>
      {shape && viewer?.permissions.includes("event.write") && writeFootprint(shape) ? (
        <Link href={`/events?w=${encodeURIComponent(writeFootprint(shape) ?? "")}`}>
          {events.list.useDrawn}
        </Link>
      ) : null}
      {shape ? <Result shape={shape} onPick={onPick} /> : null}
    </aside>
  );
}
