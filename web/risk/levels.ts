/** Official warning levels, mildest first, with the line that opens each (method §2.2). */
export const warningLines = [
  { level: "BLUE", from: 20, sign: "●" },
  { level: "YELLOW", from: 35, sign: "◆" },
  { level: "ORANGE", from: 55, sign: "▲" },
  { level: "RED", from: 75, sign: "■" },
] as const;

export type WarnedLevel = (typeof warningLines)[number]["level"];
export type Level = "NONE" | WarnedLevel;

/** The second sign beside the colour: no level is told by colour alone. */
export const levelSign: Record<Level, string> = { NONE: "○", BLUE: "●", YELLOW: "◆", ORANGE: "▲", RED: "■" };

export const isLevel = (value: unknown): value is Level => typeof value === "string" && value in levelSign;
