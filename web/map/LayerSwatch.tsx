import type { LayerKey } from "./context.ts";

const hexagon = "M21 12 16.5 19.8H7.5L3 12 7.5 4.2H16.5Z";
const core = "M17 12 14.5 16.3H9.5L7 12 9.5 7.7H14.5Z";
const house = "M12 3 21.5 11.5H19V21H5V11.5H2.5Z";
const room = "M12 8 16.5 12.3V18.3H7.5V12.3Z";

/** The sign of a layer as the map draws it. */
export function LayerSwatch({ layer, open = false }: { readonly layer: LayerKey; readonly open?: boolean }) {
  return (
    <svg className="swatch" data-layer={layer} viewBox="0 0 24 24" aria-hidden="true">
      {layer === "counties" ? (
        <>
          <rect x="2" y="4" width="7" height="16" className="ramp-1" />
          <rect x="9" y="4" width="7" height="16" className="ramp-3" />
          <rect x="16" y="4" width="6" height="16" className="ramp-5" />
        </>
      ) : layer === "villages" ? (
        <>
          <circle cx="12" cy="12" r="10" className="heat-outer" />
          <circle cx="12" cy="12" r="6.5" className="heat-middle" />
          <circle cx="12" cy="12" r="3" className="heat-core" />
        </>
      ) : layer === "quality" ? (
        <>
          <rect x="2" y="4" width="5" height="16" className="quality-1" />
          <rect x="7" y="4" width="5" height="16" className="quality-2" />
          <rect x="12" y="4" width="5" height="16" className="quality-3" />
          <rect x="17" y="4" width="5" height="16" className="quality-4" />
        </>
      ) : layer === "campaigns" ? (
        <>
          <rect x="2" y="4" width="5" height="16" className="progress-1" />
          <rect x="7" y="4" width="5" height="16" className="progress-2" />
          <rect x="12" y="4" width="5" height="16" className="progress-3" />
          <rect x="17" y="4" width="5" height="16" className="progress-4" />
        </>
      ) : layer === "constraints" ? (
        <path d="M3 6H21M3 11H21M3 16H21M3 21H21" className="zone" />
      ) : layer === "boundaries" ? (
        <path d="M2 18 9 12 14 15 22 6" className="border" />
      ) : layer === "areas" ? (
        <path d="M4 8 11 3 20 7 21 16 13 21 5 18Z" className="area" />
      ) : layer === "clusters" ? (
        <>
          <path d="M6 18 16 5M10 20 20 8M4 13 10 6" className="cluster-hatch" />
          <path d="M4 8 11 3 20 7 21 16 13 21 5 18Z" className="cluster" />
        </>
      ) : layer === "events" ? (
        <>
          <path d="M3 9 9 3 18 5 21 14 14 21 5 18Z" className="event" />
          <text x="12" y="16" textAnchor="middle" className="event-letter">
            II
          </text>
        </>
      ) : layer === "enclaves" ? (
        <>
          <path d="M2 19C8 8 13 7 18 7" className="flow" />
          <path d="M15 3 22 7 15 11.5Z" className="flow-head" />
        </>
      ) : layer === "settlements" ? (
        <path fillRule="evenodd" d={open ? house + room : house} className="ink" />
      ) : layer === "projects" ? (
        <>
          {open ? <circle cx="12" cy="12" r="11" className="troubled-ring" /> : null}
          <path
            fillRule="evenodd"
            d={open ? hexagon + core : hexagon}
            className={open ? "troubled" : "ink-soft"}
          />
        </>
      ) : (
        <text x="12" y="18" textAnchor="middle" className="letter">
          文
        </text>
      )}
    </svg>
  );
}
