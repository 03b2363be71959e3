import { type FormEvent, useState } from "react";
import { useQuery } from "urql";
import type { VariablesOf } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { AllocationResult } from "./AllocationResult.tsx";
import { ALLOCATION } from "./documents.ts";

type Input = VariablesOf<typeof ALLOCATION>["input"];
const EMPTY: Input = { within: "", moneyFen: 0, mostOfOneHost: 0.5, capacityShare: 1 };

/** Asks for an allocation when told to, never by itself: it is worked out by one person at a time. */
export function AllocationForm({ within, moneyFen }: { readonly within: string; readonly moneyFen: number }) {
  const { enclave } = useSpeech();
  const w = enclave.siting;
  const [budget, setBudget] = useState("");
  const [most, setMost] = useState(50);
  const [capacity, setCapacity] = useState(100);
  const [farthest, setFarthest] = useState(1_200);
  const [input, setInput] = useState<Input | null>(null);
  const [{ data, fetching, error }] = useQuery({
    query: ALLOCATION,
    variables: { input: input ?? EMPTY },
    pause: input === null,
    requestPolicy: "cache-and-network",
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setInput({
      within,
      moneyFen,
      budgetFen: budget === "" ? null : Math.round(Number(budget) * 1_000_000),
      mostOfOneHost: most / 100,
      capacityShare: capacity / 100,
      farthestKm: farthest,
    });
  };
  const fields = [
    { label: w.mostOfOneHost, value: most, set: setMost, min: 1, max: 100 },
    { label: w.capacityShare, value: capacity, set: setCapacity, min: 1, max: 100 },
    { label: w.farthestKm, value: farthest, set: setFarthest, min: 50, max: 1_200 },
  ];
  return (
    <section aria-labelledby="allocate" aria-busy={fetching}>
      <h2 id="allocate">{w.allocate}</h2>
      <p className="work-hint">{w.allocateLead}</p>
      <form className="work-form allocation-form" onSubmit={submit}>
        <label>
          {w.budget}
          <input type="number" min={1} value={budget} onChange={(event) => setBudget(event.target.value)} />
        </label>
        {fields.map(({ label, value, set, min, max }) => (
          <label key={label}>
            {label}
            <input
              type="number"
              required
              min={min}
              max={max}
              value={value}
              onChange={(event) => set(Number(event.target.value))}
            />
          </label>
        ))}
        <button type="submit" className="button primary" disabled={fetching}>
          {fetching ? w.running : w.run}
        </button>
      </form>
      {error ? <Failure error={error} /> : null}
      {input && data && !error ? <AllocationResult result={data.enclaveAllocation} /> : null}
    </section>
  );
}
