// Finds every operation of the web app when it is built, and gives each the digest of its text as its id.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { formatDocument } from "@urql/core";
import { Kind, parse, print, visit } from "graphql";

/** A call of the tag, with its text and the fragments it hands over. */
const CALL = /\bgraphql\(\s*`([^`]*)`(?:\s*,\s*\[[^\]]*\])?\s*,?\s*\)/g;

function sourcesBelow(folder) {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) return sourcesBelow(path);
      return /\.tsx?$/.test(name) && !name.endsWith(".d.ts") ? [path] : [];
    });
}

/** Definitions of every text under a folder. @throws Error for a call that cannot be read */
function readCalls(folder) {
  return sourcesBelow(folder).flatMap((path) => {
    const source = readFileSync(path, "utf8");
    const calls = [...source.matchAll(CALL)].map(([, text]) => ({ path, text, document: parse(text) }));
    const begun = source.match(/\bgraphql\(/g)?.length ?? 0;
    if (calls.length !== begun)
      throw new Error(`${path}: ${begun} calls of graphql(), ${calls.length} can be read as a plain text`);
    return calls;
  });
}

const isFragment = ({ kind }) => kind === Kind.FRAGMENT_DEFINITION;

/** Names of fragments a document spreads, and those spread by them. */
function spreadIn(document, fragments, names = new Set()) {
  visit(document, {
    FragmentSpread: ({ name: { value } }) => {
      if (names.has(value)) return;
      const fragment = fragments.get(value);
      if (!fragment) throw new Error(`there is no fragment ${value}`);
      names.add(value);
      spreadIn(fragment, fragments, names);
    },
  });
  return names;
}

/** The very text that is run: with the `__typename` by which the cache knows what it got. */
function textOf(operation, fragments) {
  const used = [...spreadIn(operation, fragments)].sort().map((name) => fragments.get(name));
  return print(formatDocument({ kind: Kind.DOCUMENT, definitions: [operation, ...used] }));
}

export const idOf = (text) => `sha256:${createHash("sha256").update(text).digest("hex")}`;

/**
 * Every operation under a folder: the manifest by id, sorted, so that equal sources give equal bytes; and the id by the
 * text in the source.
 * @throws Error for two fragments of one name, or two operations in one text
 */
export function collectDocuments(folder) {
  const calls = readCalls(folder);
  const fragments = new Map();
  for (const { path, document } of calls)
    for (const definition of document.definitions.filter(isFragment)) {
      const name = definition.name.value;
      if (fragments.has(name)) throw new Error(`${path}: a second fragment is called ${name}`);
      fragments.set(name, definition);
    }
  const manifest = new Map();
  const ids = new Map();
  for (const { path, text, document } of calls) {
    const [operation, second] = document.definitions.filter((definition) => !isFragment(definition));
    if (second) throw new Error(`${path}: two operations in one text`);
    if (!operation) continue;
    const run = textOf(operation, fragments);
    manifest.set(idOf(run), run);
    ids.set(text, idOf(run));
  }
  return { manifest: Object.fromEntries([...manifest].sort(([a], [b]) => (a < b ? -1 : 1))), ids };
}

/** Hands every operation its id while the web app is built. */
export function documentIds(folder) {
  let ids = new Map();
  return {
    name: "atlas-document-ids",
    enforce: "pre",
    buildStart() {
      ids = collectDocuments(folder).ids;
    },
    transform(code, id) {
      if (!id.startsWith(folder) || !/\.tsx?$/.test(id) || !code.includes("graphql(")) return null;
      const named = code.replace(CALL, (call, text) => {
        const documentId = ids.get(text);
        return documentId ? `Object.assign(${call}, ${JSON.stringify({ documentId })})` : call;
      });
      return { code: named, map: null };
    },
  };
}
