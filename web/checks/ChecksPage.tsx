import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { useQuery } from "urql";
import { useViewer, type Viewer } from "../access/viewer.ts";
import { WorkFrame } from "../access/WorkFrame.tsx";
import { useVillages } from "../field/useVillages.ts";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import "../work/county.css";
import "./checks.css";
import { CHECKS } from "./documents.ts";
import { Findings } from "./Findings.tsx";
import { Rules } from "./Rules.tsx";
import { Villages } from "./Villages.tsx";

/** What the register says against itself, for whoever can put it right: by rule, by village, household by household. */
export function ChecksPage() {
  const viewer = useViewer();
  return <WorkFrame page="checks">{viewer ? <Checks viewer={viewer} /> : null}</WorkFrame>;
}

function Checks({ viewer }: { readonly viewer: Viewer }) {
  const { indicators, words } = useSpeech();
  const w = indicators.checks;
  const villages = useVillages(viewer);
  const [chosen, setChosen] = useState<string | null>(null);
  const [rule, setRule] = useQueryState("rule", parseAsString);
  const within = chosen ?? viewer.regions[0] ?? null;
  const variables = { within: within ?? "" };
  const [{ data, error }] = useQuery({
    query: CHECKS,
    variables,
    pause: within === null,
    requestPolicy: "cache-and-network",
  });
  const checks = data?.householdChecks;
  const asked = checks?.find(({ key }) => key === rule) ?? null;
  return (
    <>
      <h1>{w.title}</h1>
      <p className="work-lead">{w.lead}</p>
      <div className="work-filter">
        <label className="work-within">
          {w.place}
          <select value={within ?? ""} onChange={(event) => setChosen(event.target.value)}>
            {viewer.regions
              .filter((code) => villages[code] === undefined)
              .map((code) => (
                <option key={code} value={code}>
                  {w.whole(code)}
                </option>
              ))}
            {Object.entries(villages).map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      {error && !checks ? <Failure error={error} /> : null}
      {checks || error ? null : <p className="page-loading">{words.state.loading}</p>}
      {checks?.length === 0 ? <p className="work-empty">{w.noRules}</p> : null}
      {checks?.length ? (
        <>
          <Rules checks={checks} asked={asked} onAsk={(key) => setRule(key)} />
          <Villages checks={checks} asked={asked} mayRegister={viewer.permissions.includes("ledger.write")} />
          <Findings within={within ?? ""} asked={asked} key={`${within} ${asked?.key}`} />
        </>
      ) : null}
    </>
  );
}
