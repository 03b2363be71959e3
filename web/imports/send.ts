const TUS = { "tus-resumable": "1.0.0" };
/** A piece must arrive within the half minute a request may take; one takes some seconds. */
const FIRST_PIECE = 256 * 1024;
const LARGEST_PIECE = 8 * 1024 * 1024;
const QUICK_MS = 2_000;
const SLOW_MS = 8_000;

/** The server says no, in a sentence; everything else that goes wrong is the network. */
export class UploadRefused extends Error {}

const base64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** Announces a file under an id made here; the same again is the same upload. */
export async function announce(id: string, file: File, language: string): Promise<void> {
  const metadata = `id ${base64(id)},filename ${base64(file.name)}`;
  await ask("/imports/files", {
    method: "POST",
    headers: {
      ...TUS,
      "accept-language": language,
      "upload-length": String(file.size),
      "upload-metadata": metadata,
    },
  });
}

/** Sends what is missing, piece by piece, from where the server says it is. */
export async function sendRest(
  id: string,
  file: File,
  { language, signal, onBytes }: { language: string; signal: AbortSignal; onBytes: (bytes: number) => void },
): Promise<void> {
  const path = `/imports/files/${id}`;
  const head = await ask(path, { method: "HEAD", headers: TUS, signal });
  let at = Number(head.headers.get("upload-offset"));
  let piece = FIRST_PIECE;
  onBytes(at);
  while (at < file.size) {
    const since = performance.now();
    const answer = await ask(path, {
      method: "PATCH",
      headers: {
        ...TUS,
        "accept-language": language,
        "content-type": "application/offset+octet-stream",
        "upload-offset": String(at),
      },
      body: file.slice(at, at + piece),
      signal,
    });
    at = Number(answer.headers.get("upload-offset"));
    onBytes(at);
    const took = performance.now() - since;
    if (took < QUICK_MS) piece = Math.min(LARGEST_PIECE, piece * 2);
    else if (took > SLOW_MS) piece = Math.max(FIRST_PIECE / 4, Math.round(piece / 2));
  }
}

/** Takes a file off the server. */
export const removeFile = (id: string, language: string) =>
  ask(`/imports/files/${id}`, { method: "DELETE", headers: { ...TUS, "accept-language": language } });

export interface Progress {
  readonly phase: "READING" | "CHECKING" | "WRITING" | null;
  readonly rows: number;
}

/** How far a running import is, asked without the database; null when it does not run (any more) where we asked. */
export async function progressOf(handle: string): Promise<Progress | null> {
  const answer = await fetch(`/imports/running/${handle}`).catch(() => null);
  return answer?.ok ? ((await answer.json()) as { progress: Progress | null }).progress : null;
}

export const cancelBy = (handle: string) =>
  fetch(`/imports/running/${handle}`, { method: "DELETE", headers: TUS })
    .then((answer) => answer.json() as Promise<{ isStopping: boolean }>)
    .then(
      ({ isStopping }) => isStopping,
      () => false,
    );

async function ask(path: string, init: RequestInit): Promise<Response> {
  const answer = await fetch(path, init);
  if (answer.ok) return answer;
  const body = (await answer.json().catch(() => null)) as { errors?: { message: string }[] } | null;
  // A piece that was counted but not confirmed: the next try asks where it is.
  if (answer.status === 409 && init.method === "PATCH") throw new Error("offset");
  throw new UploadRefused(body?.errors?.[0]?.message ?? String(answer.status));
}
