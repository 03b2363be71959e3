import { useSpeech } from "../i18n/language.ts";
import { Figures } from "../ui/Figures.tsx";

interface Props {
  readonly risk: {
    readonly coverage: number;
    readonly methodVersion: string;
    readonly interval90?: readonly number[] | null;
    readonly provenance: {
      readonly computedAt: string;
      readonly dataCutOff: string | null;
      readonly sources: readonly { readonly key: string; readonly name: string }[];
    };
  };
}

/** How far the figure is to be believed, and where it came from. */
export function Provenance({ risk }: Props) {
  const { words, number, percent, dateTime } = useSpeech();
  const interval = risk.interval90;
  const { computedAt, dataCutOff, sources } = risk.provenance;
  return (
    <>
      <section>
        <h3>{words.panel.credibility}</h3>
        <Figures
          rows={[
            [words.panel.coverage, percent(risk.coverage)],
            interval?.length === 2 && [
              words.panel.interval,
              `${number(interval[0], 1)} – ${number(interval[1], 1)}`,
            ],
          ]}
        />
        <p className="quiet">{words.map.provisional}</p>
      </section>
      <section>
        <h3>{words.panel.provenance}</h3>
        <Figures
          rows={[
            [words.panel.source, sources.map((source) => source.name).join("；") || words.panel.noSource],
            [words.panel.computedAt, dateTime(computedAt)],
            [words.panel.cutOff, dateTime(dataCutOff)],
            [words.panel.method, risk.methodVersion],
          ]}
        />
      </section>
    </>
  );
}
