import { useState } from "react";
import { useQuery } from "urql";
import { useViewer } from "../access/viewer.ts";
import { WorkFrame } from "../access/WorkFrame.tsx";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import "../work/county.css";
import { AllocationForm } from "./AllocationForm.tsx";
import { Candidates } from "./Candidates.tsx";
import { CountyChoice } from "./CountyChoice.tsx";
import { AREAS, type Needing } from "./documents.ts";
import { NeedingVillages } from "./NeedingVillages.tsx";
import "./siting.css";

/** Which villages need an enclave, where each could go, and where the money of all goes best. */
export function SitingPage() {
  return (
    <WorkFrame page="siting">
      <Siting />
    </WorkFrame>
  );
}

/** A million yuan, what a village is asked about until somebody says otherwise. */
const USUAL_MONEY = 100;

function Siting() {
  const { enclave, words, nameOf } = useSpeech();
  const viewer = useViewer();
  const [{ data, error }] = useQuery({ query: AREAS });
  const [chosen, setChosen] = useState<string | null>(null);
  const [county, setCounty] = useState<string | null>(null);
  const [village, setVillage] = useState<Needing | null>(null);
  const [money, setMoney] = useState(USUAL_MONEY);
  const w = enclave.siting;
  const areas = data?.regions.nodes ?? [];
  const own = (viewer?.regions ?? []).filter(
    (code) => code !== "CN" && !areas.some((area) => area.code === code),
  );
  const usual = areas.find((area) => area.code === "luoxiao") ?? areas[0];
  const region = chosen ?? own[0] ?? usual?.code ?? null;
  const within = county ?? region;
  return (
    <>
      <h1>{w.title}</h1>
      <p className="work-lead">{w.lead}</p>
      {error ? <Failure error={error} /> : null}
      {within === null ? (
        error ? null : (
          <p className="page-loading">{words.state.loading}</p>
        )
      ) : (
        <>
          <div className="work-filter">
            <label className="work-within">
              {w.region}
              <select
                value={region ?? ""}
                onChange={(event) => {
                  setChosen(event.target.value);
                  setCounty(null);
                  setVillage(null);
                }}
              >
                {own.map((code) => (
                  <option key={code} value={code}>
                    {code}
                  </option>
                ))}
                {areas.map((area) => (
                  <option key={area.code} value={area.code}>
                    {nameOf(area)}
                  </option>
                ))}
              </select>
            </label>
            <CountyChoice
              key={region}
              region={region ?? ""}
              county={county}
              onCounty={(code) => {
                setCounty(code);
                setVillage(null);
              }}
            />
            <label>
              {w.money}
              <input
                type="number"
                min={1}
                max={100_000}
                value={money}
                onChange={(event) => setMoney(Math.max(1, Math.round(Number(event.target.value) || 1)))}
              />
            </label>
          </div>
          <NeedingVillages key={within} within={within} picked={village?.code ?? null} onPick={setVillage} />
          {village ? <Candidates village={village} moneyFen={money * 1_000_000} /> : null}
          <AllocationForm within={within} moneyFen={money * 1_000_000} />
        </>
      )}
    </>
  );
}
