import type { WarnedLevel } from "../risk/levels.ts";

/** Colours MapLibre needs as literals; those shared with the page repeat tokens.css. */
export interface Palette {
  readonly water: string;
  readonly land: string;
  readonly text: string;
  readonly muted: string;
  readonly halo: string;
  readonly border: { county: string; province: string; national: string };
  readonly area: string;
  readonly accent: string;
  readonly selected: string;
  readonly flow: string;
  readonly flowGap: string;
  readonly settlement: string;
  readonly project: string;
  /** Ring and sign of projects in trouble; no colour of a warning level. */
  readonly troubled: string;
  readonly iconHalo: string;
  readonly noData: string;
  readonly unwarned: string;
  readonly levels: Readonly<Record<WarnedLevel, string>>;
  /** Five anchors of the neutral ramp, least first; classes take evenly spaced ones. */
  readonly classes: readonly [string, string, string, string, string];
  /** Grey-violet, sound data first: no colour of a warning. */
  readonly quality: readonly [string, string, string, string];
  /** Share of a campaign that is done, little first; of the accent, no colour of a warning. */
  readonly progress: readonly [string, string, string, string];
  readonly heat: readonly string[];
  readonly constraints: { FARMLAND: string; WATER_SOURCE: string; ECOLOGY: string };
}

export type Theme = "light" | "dark";

export const palettes: Readonly<Record<Theme, Palette>> = {
  light: {
    water: "#E9EEF0",
    land: "#F7F5F0",
    text: "#1B2733",
    muted: "#55606B",
    halo: "#FFFFFFD9",
    border: { county: "#9AA5AE", province: "#55606B", national: "#7A4A68" },
    area: "#0E6E7E",
    accent: "#0E6E7E",
    selected: "#10181F",
    flow: "#5B3FA6",
    flowGap: "#C2187A",
    settlement: "#1B2733",
    project: "#4A5560",
    troubled: "#A3195B",
    iconHalo: "#FFFFFF",
    noData: "#8C959D",
    unwarned: "#E4E6E4",
    levels: { BLUE: "#BFE3FB", YELLOW: "#F4C21F", ORANGE: "#D4580B", RED: "#8C1A24" },
    progress: ["#E6EFF0", "#A9D0D6", "#5FA6B1", "#0E6E7E"],
    quality: ["#EDEBF1", "#CBC4D8", "#9F93B6", "#6A5B8C"],
    classes: ["#FFFFCC", "#A1DAB4", "#41B6C4", "#2C7FB8", "#253494"],
    // Starts at alpha 0 of its own first hue: transparent black would leave a grey fringe.
    heat: ["#FFE9A000", "#FFE9A099", "#FED976", "#FEB24C", "#FD8D3C", "#E8502A", "#BD1A26"],
    constraints: { FARMLAND: "#7A6A3A", WATER_SOURCE: "#2C6FA3", ECOLOGY: "#3E7D4F" },
  },
  dark: {
    water: "#0B1014",
    land: "#141B21",
    text: "#E8ECEF",
    muted: "#A9B4BE",
    halo: "#0B1014CC",
    border: { county: "#43505B", province: "#7F8C97", national: "#B58AA6" },
    area: "#4FC3D4",
    accent: "#4FC3D4",
    selected: "#FFFFFF",
    flow: "#C3A6FF",
    flowGap: "#FF7AC3",
    settlement: "#F2F5F7",
    project: "#B8C3CC",
    troubled: "#FF8FC0",
    iconHalo: "#0B1014",
    noData: "#6B7783",
    unwarned: "#26303A",
    levels: { BLUE: "#2F73B3", YELLOW: "#FFE9A0", ORANGE: "#F59331", RED: "#D7263D" },
    progress: ["#1C2A2F", "#22525B", "#2F8391", "#4FC3D4"],
    quality: ["#24222C", "#443E56", "#706688", "#AC9FCB"],
    classes: ["#17324D", "#1F6075", "#2F9188", "#83C46B", "#F2EE8A"],
    heat: ["#5A1E1A00", "#5A1E1A99", "#8C2A1E", "#C8452B", "#EE7B3A", "#FBB458", "#FFF0B3"],
    constraints: { FARMLAND: "#C9B679", WATER_SOURCE: "#6FB0E0", ECOLOGY: "#7CC08D" },
  },
};

function mix(from: string, to: string, share: number): string {
  const channel = (hex: string, at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  const parts = [1, 3, 5].map((at) => Math.round(channel(from, at) * (1 - share) + channel(to, at) * share));
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** `count` colours spread evenly over the ramp, its two ends always among them. */
export function rampColours(palette: Palette, count: number): string[] {
  const anchors = palette.classes;
  return Array.from({ length: count }, (_, index) => {
    const place = count === 1 ? anchors.length - 1 : (index / (count - 1)) * (anchors.length - 1);
    const lower = Math.min(Math.floor(place), anchors.length - 2);
    return mix(anchors[lower] as string, anchors[lower + 1] as string, place - lower);
  });
}
