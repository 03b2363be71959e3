import type { MultiPolygon } from "geojson";
import { Download } from "lucide-react";
import { useQuery } from "urql";
import { graphql } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { Level } from "../risk/Level.tsx";
import { Failure } from "../ui/Failure.tsx";
import { Figures } from "../ui/Figures.tsx";
import { PickList } from "../ui/PickList.tsx";
import { csvOf } from "./csv.ts";

const EXPOSURE = graphql(`
  query Exposure($footprint: GeoJSONMultiPolygon!) {
    exposure(footprint: $footprint) {
      areaKm2
      vertices
      total { villagesTouched villagesInside householdsInside householdsByArea populationInside populationByArea villagesWithoutHouseholds }
      counties {
        county { id code name nameEn }
        villagesTouched villagesInside householdsInside householdsByArea populationInside populationByArea villagesWithoutHouseholds
      }
      levels { level villages households }
      settlements { count households largest { code name households } }
      projects { count households largest { code name households } }
      enclaves { count households largest { code name households } }
    }
  }
`);

interface Props {
  readonly shape: MultiPolygon;
  readonly onPick: (picked: string) => void;
}

/** Totals, counties, levels and what stands inside, with both ways of counting named. */
export function Result({ shape, onPick }: Props) {
  const { events, words, number, nameOf } = useSpeech();
  const w = events.whatIf;
  const [{ data, fetching, error }] = useQuery({ query: EXPOSURE, variables: { footprint: shape } });
  if (error) return <Failure error={error} />;
  const exposure = data?.exposure;
  if (!exposure || fetching) return <p className="page-loading">{w.counting}</p>;
  const { total } = exposure;
  const download = () => {
    const rows = exposure.counties.map((county) => [
      county.county?.code ?? "",
      county.county ? nameOf(county.county) : "",
      county.villagesTouched,
      county.villagesInside,
      county.householdsInside,
      county.householdsByArea,
      county.populationInside,
      county.populationByArea,
    ]);
    const head = [
      words.panel.code,
      w.county,
      w.villagesTouched,
      w.villagesInside,
      w.householdsInside,
      w.householdsByArea,
      w.populationInside,
      w.populationByArea,
    ];
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csvOf([head, ...rows])], { type: "text/csv" }));
    link.download = "exposure.csv";
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const places = [
    ["settlement", w.settlements, exposure.settlements],
    ["project", w.projects, exposure.projects],
    ["enclave", w.enclaves, exposure.enclaves],
  ] as const;
  return (
    <>
      <p className="visually-hidden" role="status">
        {w.result(number(total.villagesInside), number(total.householdsInside))}
      </p>
      <section className="hero-figures">
        <div>
          <b>{number(total.householdsInside)}</b>
          <span>
            {w.householdsInside}
            <small>
              {w.villagesInside} {number(total.villagesInside)}
            </small>
          </span>
        </div>
        <div>
          <b>{number(total.householdsByArea)}</b>
          <span>
            {w.householdsByArea}
            <small>
              {w.villagesTouched} {number(total.villagesTouched)}
            </small>
          </span>
        </div>
      </section>
      {total.villagesTouched === 0 ? <p className="quiet">{w.empty}</p> : null}
      <section>
        <Figures
          rows={[
            [w.populationInside, number(total.populationInside)],
            [w.populationByArea, number(total.populationByArea)],
          ]}
        />
        <p className="quiet small">{w.area(number(exposure.areaKm2, 1), number(exposure.vertices))}</p>
        <p className="quiet small">{w.rule}</p>
        {total.villagesWithoutHouseholds > 0 ? (
          <p className="quiet small">{w.unknown(number(total.villagesWithoutHouseholds))}</p>
        ) : null}
      </section>
      {exposure.levels.length ? (
        <section>
          <h3>{w.levels}</h3>
          <ul className="exposed-levels">
            {exposure.levels.map((level) => (
              <li key={level.level ?? "none"}>
                {level.level ? <Level level={level.level} /> : w.noLevel}
                <b>{w.places(number(level.villages), number(level.households))}</b>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {exposure.counties.length ? (
        <section>
          <table className="small-table">
            <caption>{w.counties}</caption>
            <thead>
              <tr>
                <th scope="col">{w.county}</th>
                <th scope="col">{w.villagesInside}</th>
                <th scope="col">{w.householdsInside}</th>
                <th scope="col">{w.householdsByArea}</th>
              </tr>
            </thead>
            <tbody>
              {exposure.counties.map((county) => (
                <tr key={county.county?.code}>
                  <th scope="row">
                    <button
                      type="button"
                      className="link"
                      onClick={() => onPick(`region:${county.county?.code}`)}
                    >
                      {county.county ? nameOf(county.county) : ""}
                    </button>
                  </th>
                  <td>{number(county.villagesInside)}</td>
                  <td>{number(county.householdsInside)}</td>
                  <td>{number(county.householdsByArea)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <button type="button" className="button" onClick={download}>
            <Download size={15} aria-hidden="true" />
            {w.csv}
          </button>
        </section>
      ) : null}
      {places.map(([kind, title, inside]) =>
        inside.count > 0 ? (
          <section key={kind}>
            <h3>
              {title} <small>{w.places(number(inside.count), number(inside.households))}</small>
            </h3>
            <PickList
              onPick={onPick}
              firstRows={3}
              rows={inside.largest.map((place) => ({
                pick: `${kind}:${place.code}`,
                name: place.name,
                value: number(place.households),
              }))}
            />
          </section>
        ) : null,
      )}
    </>
  );
}
