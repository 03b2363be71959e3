import { useState } from "react";
import { useQuery } from "urql";
import { useViewer } from "../access/viewer.ts";
import { useSpeech } from "../i18n/language.ts";
import { OpenPage } from "../tables/OpenPage.tsx";
import { Failure } from "../ui/Failure.tsx";
import { EXPORTS } from "./documents.ts";
import { FileState } from "./FileState.tsx";
import { heldFiles } from "./held.ts";
import "./exports.css";

/** Files one asked for: of the person where one is signed in, else those this tab holds the secrets of. */
export function ExportsPage() {
  const { exports: words, words: general } = useSpeech();
  const viewer = useViewer();
  return (
    <OpenPage title={words.mine} lead={words.lead}>
      {viewer === undefined ? (
        <p className="page-loading">{general.state.loading}</p>
      ) : viewer === null ? (
        <HeldFiles />
      ) : (
        <OwnFiles />
      )}
    </OpenPage>
  );
}

function HeldFiles() {
  const [held] = useState(heldFiles);
  return <Files files={held} />;
}

function OwnFiles() {
  const { words } = useSpeech();
  const [{ data, error }] = useQuery({ query: EXPORTS, requestPolicy: "network-only" });
  if (error && !data) return <Failure error={error} />;
  if (!data) return <p className="page-loading">{words.state.loading}</p>;
  return <Files files={data.exports.nodes.map(({ id }) => ({ id, secret: null }))} />;
}

function Files({
  files,
}: {
  readonly files: readonly { readonly id: string; readonly secret: string | null }[];
}) {
  const { exports: words } = useSpeech();
  if (files.length === 0) return <p className="work-empty">{words.none}</p>;
  return (
    <ul className="export-files">
      {files.map(({ id, secret }) => (
        <li key={id}>
          <FileState id={id} secret={secret} heading />
        </li>
      ))}
    </ul>
  );
}
