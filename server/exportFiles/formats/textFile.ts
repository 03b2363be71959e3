import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";

/** A file that is appended to and waits for the disk where the disk is slower. Only its owner may read it. */
export function openTextFile(path: string) {
  const stream = createWriteStream(path, { flags: "wx", mode: 0o600 });
  // Told by whoever waits for it: without a listener it would end the process.
  let failure: Error | null = null;
  stream.on("error", (error) => {
    failure = error;
  });
  const append = async (bytes: string | Uint8Array): Promise<void> => {
    if (failure) throw failure;
    if (bytes.length > 0 && !stream.write(bytes)) await once(stream, "drain");
  };
  return {
    append,
    end: async () => {
      if (failure) throw failure;
      stream.end();
      await finished(stream);
    },
    abandon: async () => {
      stream.destroy();
    },
  };
}
