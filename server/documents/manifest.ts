import { existsSync, readFileSync } from "node:fs";

/** Operations of the web app by their id, as the build collected them; none before a build. */
export function readManifest(): ReadonlyMap<string, string> {
  // From dist/server the folder is one level up, from server/documents two and in dist.
  const path = [
    new URL("../documents/manifest.json", import.meta.url),
    new URL("../../dist/documents/manifest.json", import.meta.url),
  ].find((each) => existsSync(each));
  if (!path) return new Map();
  return new Map(Object.entries(JSON.parse(readFileSync(path, "utf8")) as Record<string, string>));
}
