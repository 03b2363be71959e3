import { useSpeech } from "../i18n/language.ts";
import { Figures } from "../ui/Figures.tsx";

interface Near {
  readonly kind: "SCHOOL" | "CLINIC" | "MARKET" | "WORKSHOP";
  readonly name: string;
  readonly nameEn: string | null;
  readonly distanceM: number;
}

/** The nearest service of each kind, in a straight line. */
export function Reach({ services }: { readonly services: readonly Near[] }) {
  const { events, distance, nameOf } = useSpeech();
  const w = events.reach;
  return (
    <section>
      <h3>{w.title}</h3>
      {services.length === 0 ? (
        <p className="quiet">{w.none}</p>
      ) : (
        <>
          <Figures
            rows={services.map(
              (service) =>
                [
                  w.kinds[service.kind],
                  <span key={service.kind} className="lines">
                    <span>{distance(service.distanceM)}</span>
                    <small className="quiet">{nameOf(service)}</small>
                  </span>,
                ] as const,
            )}
          />
          <p className="quiet small">{w.straight}</p>
        </>
      )}
    </section>
  );
}
