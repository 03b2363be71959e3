import { readFileSync } from "node:fs";

/** Every operation of the built web app by the id it sends. */
export const manifest = JSON.parse(
  readFileSync(new URL("../dist/documents/manifest.json", import.meta.url), "utf8"),
) as Readonly<Record<string, string>>;
