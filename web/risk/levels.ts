/** Official warning levels, mildest first, with the line that opens each (method §2.2). */
export const warningLines = [
  { level: "BLUE", from: 20, sign: "●" },
  { level: "YELLOW", from: 35, sign: "◆" },
  { level: "ORANGE", from: 55, sign: "▲" },
  { level: "RED", from: 75, sign: "■" },
] as const;

/** Lines of the large-scale relapse index, this project's own (method §2.3): not those of the score. */
export const indexLines = [
  { level: "BLUE", from: 20 },
  { level: "YELLOW", from: 40 },
  { level: "ORANGE", from: 60 },
  { level: "RED", from: 80 },
] as const satisfies readonly { level: WarnedLevel; from: number }[];

export type WarnedLevel = (typeof warningLines)[number]["level"];
export type Level = "NONE" | WarnedLevel;

/** The second sign beside the colour: no level is told by colour alone. */
export const levelSign: Record<Level, string> = { NONE: "○", BLUE: "●", YELLOW: "◆", ORANGE: "▲", RED: "■" };

export const isLevel = (value: unknown): value is Level => typeof value === "string" && value in levelSign;
