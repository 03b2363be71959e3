import { lazy, Suspense } from "react";
import { useSpeech } from "../i18n/language.ts";
import type { Theme } from "../map/palette.ts";
import { WideTable } from "../work/WideTable.tsx";
import type { Job, Probe } from "./documents.ts";

const PlacesMap = lazy(() => import("./PlacesMap.tsx"));

/** The first places over the counties, and the first rows. */
export function Preview({
  job,
  probe,
  theme,
}: {
  readonly job: Job;
  readonly probe: Probe;
  readonly theme: Theme;
}) {
  const { imports: w, words, number } = useSpeech();
  return (
    <section aria-labelledby="import-preview">
      <h2 id="import-preview">{w.steps.preview}</h2>
      {probe.places === 0 ? (
        <p className="work-empty">{w.mapNone}</p>
      ) : (
        <>
          <p className="work-hint">{w.mapCount(number(probe.places))}</p>
          <Suspense fallback={<p className="page-loading">{words.state.loading}</p>}>
            <PlacesMap id={job.id} theme={theme} />
          </Suspense>
        </>
      )}
      <h3>{w.sample}</h3>
      {probe.sample.length === 0 ? <p className="work-empty">{w.sampleNone}</p> : null}
      {probe.sample.length > 0 ? (
        <WideTable>
          <table className="import-sample">
            <thead>
              <tr>
                {probe.headers.map((header, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a file may have the same header twice
                  <th scope="col" key={index}>
                    {header}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {probe.sample.map((cells, row) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no identity but their place
                <tr key={row}>
                  {cells.map((cell, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: nor have their cells
                    <td key={index}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      ) : null}
    </section>
  );
}
