import type { Plugin } from "vite";

/** The id of a text: its digest in the form of GraphQL over HTTP. */
export function idOf(text: string): string;
/** Every operation under a folder: the manifest by id, and the id by the text in the source. */
export function collectDocuments(folder: string): {
  manifest: Record<string, string>;
  ids: Map<string, string>;
};
/** Hands every operation its id while the web app is built. */
export function documentIds(folder: string): Plugin;
