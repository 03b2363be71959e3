/** Files asked for without a sign-in: who holds their secrets opens them, so they are forgotten with the tab. */
export interface Held {
  readonly id: string;
  readonly secret: string;
}

const KEY = "atlas.exports";

export function heldFiles(): Held[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept)
      ? kept.filter((each): each is Held => typeof each?.id === "string" && typeof each?.secret === "string")
      : [];
  } catch {
    return [];
  }
}

export function hold(file: Held): void {
  sessionStorage.setItem(KEY, JSON.stringify([file, ...heldFiles()].slice(0, 50)));
}

/** 256 bits of chance, in letters that may stand in an address. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
