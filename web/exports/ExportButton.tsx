import { Share } from "lucide-react";
import { type FormEvent, useId, useRef, useState } from "react";
import { Link } from "wouter";
import { useViewer } from "../access/viewer.ts";
import type { VariablesOf } from "../api.ts";
import "../field/field.css";
import "../work/work.css";
import { useSpeech } from "../i18n/language.ts";
import { RefusalNote, useDeed } from "../work/deed.tsx";
import { type Format, REQUEST, type What } from "./documents.ts";
import { FileState } from "./FileState.tsx";
import { type Held, hold, newSecret } from "./held.ts";

/** A list that can be had here, with its period where it has one. */
export interface Offer {
  readonly what: What;
  readonly period?: string;
}

interface Props {
  readonly offers: readonly [Offer, ...Offer[]];
  readonly regionCode: string | null;
  readonly regionName: string | null;
  readonly where?: VariablesOf<typeof REQUEST>["where"];
}

const PLACELESS: readonly What[] = ["FUNDS", "HOUSEHOLDS", "CASES"];
const GUARDED: readonly What[] = ["HOUSEHOLDS", "CASES"];

/** Opens a small dialogue in which a list is had as a file. */
export function ExportButton(props: Props) {
  const { exports: words } = useSpeech();
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  // Forms are made when they are opened, and forgotten when they are closed.
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="button export-open"
        onClick={() => {
          setOpen(true);
          dialog.current?.showModal();
        }}
      >
        <Share size={15} aria-hidden="true" />
        {words.open}
      </button>
      <dialog
        ref={dialog}
        className="field-dialog export-dialog"
        aria-labelledby={title}
        onClose={() => setOpen(false)}
      >
        <h2 id={title}>{words.title}</h2>
        {isOpen ? <ExportForm {...props} onClose={() => dialog.current?.close()} /> : null}
      </dialog>
    </>
  );
}

function ExportForm({
  offers,
  regionCode,
  regionName,
  where,
  onClose,
}: Props & { readonly onClose: () => void }) {
  const { exports: words } = useSpeech();
  const viewer = useViewer();
  const [offer, setOffer] = useState(offers[0]);
  const [format, setFormat] = useState<Format>("CSV");
  const [file, setFile] = useState<Held | { readonly id: string; readonly secret: null } | null>(null);
  const { busy, refusal, run } = useDeed(REQUEST);
  const formats = (Object.keys(words.formats) as Format[]).filter(
    (each) => each === "CSV" || each === "XLSX" || !PLACELESS.includes(offer.what),
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const [id, secret] = [crypto.randomUUID(), viewer ? null : newSecret()];
    const asked = {
      id,
      secret,
      regionCode,
      format,
      what: offer.what,
      period: offer.period ?? null,
      where: where ?? null,
    };
    if (!(await run(asked))) return;
    if (secret !== null) hold({ id, secret });
    setFile(secret === null ? { id, secret } : { id, secret });
  };
  if (file)
    return (
      <>
        <FileState {...file} />
        <div className="field-actions">
          <button type="button" className="button" onClick={() => setFile(null)}>
            {words.another}
          </button>
          <Link href="/downloads" className="button">
            {words.mine}
          </Link>
          <button type="button" className="button" onClick={onClose}>
            {words.close}
          </button>
        </div>
      </>
    );
  return (
    <form className="export-form" onSubmit={(event) => void submit(event)}>
      <label>
        {words.what}
        <select
          value={offer.what}
          onChange={({ target }) => {
            const chosen = offers.find(({ what }) => what === target.value) ?? offers[0];
            setOffer(chosen);
            if (PLACELESS.includes(chosen.what) && format !== "XLSX") setFormat("CSV");
          }}
        >
          {offers.map(({ what }) => (
            <option key={what} value={what}>
              {words.whats[what]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.format}
        <select
          value={format}
          onChange={({ target }) => setFormat(formats.find((each) => each === target.value) ?? "CSV")}
        >
          {formats.map((each) => (
            <option key={each} value={each}>
              {words.formats[each]}
            </option>
          ))}
        </select>
      </label>
      <p className="quiet">
        {words.place(regionName ?? regionCode ?? words.all)}
        {offer.period ? ` · ${words.period(offer.period)}` : null}
        <br />
        {GUARDED.includes(offer.what) ? words.masked : null} {words.kept}
      </p>
      <RefusalNote refusal={refusal} />
      <div className="field-actions">
        <button type="button" className="button" onClick={onClose}>
          {words.close}
        </button>
        <button type="submit" className="button primary" disabled={busy || viewer === undefined}>
          {words.ask}
        </button>
      </div>
    </form>
  );
}
