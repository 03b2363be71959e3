import { Upload } from "lucide-react";
import { Link } from "wouter";
import { polygonsIn } from "../exposure/footprint.ts";
import { useSpeech } from "../i18n/language.ts";

interface Props {
  readonly text: string;
  /** Where on the map one draws it. */
  readonly map: string;
  readonly onText: (text: string) => void;
  /** Says in a sentence what is wrong with a file, or takes the sentence back. */
  readonly onProblem: (problem: string) => void;
}

/** A footprint as text, from a file, or drawn with the what-if tool of the map, which brings it here in the address. */
export function FootprintField({ text, map, onText, onProblem }: Props) {
  const { events } = useSpeech();
  const upload = async (file: File | undefined) => {
    if (!file) return;
    const found = polygonsIn(await file.text());
    onProblem(found ? "" : events.whatIf.badFile);
    if (found) onText(JSON.stringify(found));
  };
  return (
    <>
      <label>
        {events.list.footprint}
        <textarea rows={3} value={text} onChange={(event) => onText(event.target.value)} required />
      </label>
      <p className="work-filter">
        <label className="button">
          <Upload size={15} aria-hidden="true" />
          {events.list.upload}
          <input
            type="file"
            accept=".json,.geojson,application/geo+json,application/json"
            className="visually-hidden"
            onChange={(event) => void upload(event.target.files?.[0])}
          />
        </label>
        <Link href={map}>{events.list.draw}</Link>
      </p>
    </>
  );
}
