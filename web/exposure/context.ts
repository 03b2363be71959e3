import type { MultiPolygon } from "geojson";
import { createContext, useContext } from "react";

/** Asks what lies inside a footprint, from any panel of the map. */
export const WhatIfContext = createContext<(shape: MultiPolygon) => void>(() => {});
export const useAskWhatIf = () => useContext(WhatIfContext);
