import { FileText, Table2 } from "lucide-react";
import { quarterName } from "../../geo/quarters.ts";
import { ExportButton } from "../exports/ExportButton.tsx";
import { useSpeech } from "../i18n/language.ts";

interface Props {
  readonly code: string;
  readonly name: string;
  /** Month on the map; the documents are of its quarter. */
  readonly month: string;
}

/** The same figures on paper and for a spreadsheet, in the language of the screen. */
export function Documents({ code, name, month }: Props) {
  const { words, language } = useSpeech();
  const w = words.region;
  const quarter = quarterName(`${month}-01`);
  return (
    <section>
      <h3>{w.documents}</h3>
      <ul className="documents">
        <li>
          <FileText size={16} aria-hidden="true" />
          <a href={`/reports/${code}/${quarter}.html?lang=${language}`} target="_blank" rel="noreferrer">
            {w.report(quarter)}
          </a>
          <small>{w.reportNote}</small>
        </li>
        <li>
          <Table2 size={16} aria-hidden="true" />
          <a href={`/regions/${code}/indicators.csv?period=${quarter}&lang=${language}`} download>
            {w.csv(quarter)}
          </a>
          <small>{w.csvNote}</small>
        </li>
      </ul>
      <ExportButton
        regionCode={code}
        regionName={name}
        offers={[
          { what: "VILLAGES" },
          { what: "VILLAGE_FIGURES", period: month },
          { what: "REGION_INDICES", period: quarter },
          { what: "REGIONS" },
          { what: "SETTLEMENTS" },
          { what: "PROJECTS" },
          { what: "ENCLAVES" },
          { what: "CONSTRAINTS" },
          { what: "EVENTS" },
          { what: "FUNDS" },
        ]}
      />
    </section>
  );
}
