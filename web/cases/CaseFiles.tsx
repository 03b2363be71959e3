import { type FormEvent, useRef, useState } from "react";
import type { VariablesOf } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { RefusalNote, useDeed, useNewId } from "../work/deed.tsx";
import { Choice, Fold } from "../work/fields.tsx";
import type { PartProps } from "./CasePage.tsx";
import { ADD_ATTACHMENT, PROPOSE } from "./documents.ts";

const LARGEST_BYTES = 1_048_576;
type Kind = VariablesOf<typeof ADD_ATTACHMENT>["kind"];
type Proposed = VariablesOf<typeof PROPOSE>;

export function CaseFiles({ matter, onDone }: PartProps) {
  const { county, dateTime } = useSpeech();
  return (
    <section aria-labelledby="case-files">
      <h2 id="case-files">{county.cases.attachments}</h2>
      {matter.attachments.length === 0 ? <p className="work-empty">{county.cases.attachmentsEmpty}</p> : null}
      <ul className="plain">
        {matter.attachments.map((file) => (
          <li key={file.id}>
            {county.attachmentKinds[file.kind]} · {county.cases.bytes(file.byteLength)} ·{" "}
            {dateTime(String(file.addedAt))}
          </li>
        ))}
      </ul>
      <Fold title={county.common.add}>
        <AddFile matter={matter} onDone={onDone} />
      </Fold>
    </section>
  );
}

/** A file as the API takes it. */
const base64Of = (file: File) =>
  new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });

function AddFile({ matter, onDone }: PartProps) {
  const { county } = useSpeech();
  const [id, renew] = useNewId();
  const [kind, setKind] = useState<Kind | "">("");
  const [tooLarge, setTooLarge] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const { busy, refusal, run } = useDeed(ADD_ATTACHMENT, onDone);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const file = input.current?.files?.[0];
    if (!file || kind === "") return;
    setTooLarge(file.size > LARGEST_BYTES);
    if (file.size > LARGEST_BYTES) return;
    const contentBase64 = await base64Of(file);
    if (!(await run({ id, caseId: matter.id, kind, contentBase64 }))) return;
    renew();
    if (input.current) input.current.value = "";
  };
  return (
    <form className="work-form" onSubmit={submit}>
      <Choice
        label={county.cases.fileKind}
        words={county.attachmentKinds}
        value={kind}
        onChange={setKind}
        required
      />
      <label>
        {county.cases.file}
        <input ref={input} type="file" accept="image/jpeg,image/png,application/pdf" required />
      </label>
      <button type="submit" className="button primary" disabled={busy}>
        {county.common.add}
      </button>
      <RefusalNote refusal={tooLarge ? { message: county.cases.tooLarge, guards: [] } : refusal} />
    </form>
  );
}

/** What the household is proposed to be; it holds from the recognition on. */
export function Proposal({ matter, onDone }: PartProps) {
  const { county } = useSpeech();
  const [category, setCategory] = useState<Proposed["category"] | "">("");
  const [grade, setGrade] = useState<NonNullable<Proposed["grade"]> | "">("");
  const { busy, refusal, run } = useDeed(PROPOSE, onDone);
  const wordOf = (words: Readonly<Record<string, string>>, key: string | null | undefined) =>
    key ? (words[key] ?? key) : county.common.none;
  return (
    <section aria-labelledby="case-proposal">
      <h2 id="case-proposal">{county.cases.proposal}</h2>
      <p>
        {wordOf(county.categories, matter.category)} · {wordOf(county.grades, matter.grade)}
      </p>
      <Fold title={county.cases.propose}>
        <form
          className="work-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (category === "") return;
            void run({
              caseId: matter.id,
              category,
              grade: grade === "" ? null : grade,
              rowVersion: matter.rowVersion,
            });
          }}
        >
          <Choice
            label={county.cases.category}
            words={county.categories}
            value={category}
            onChange={setCategory}
            required
          />
          <Choice label={county.cases.grade} words={county.grades} value={grade} onChange={setGrade} />
          <button type="submit" className="button primary" disabled={busy}>
            {county.cases.propose}
          </button>
          <RefusalNote refusal={refusal} />
        </form>
      </Fold>
    </section>
  );
}
