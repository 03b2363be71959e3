import { useCallback, useEffect, useRef, useState } from "react";
import { languageTags, useSpeech } from "../i18n/language.ts";
import { announce, sendRest, UploadRefused } from "./send.ts";

export interface Upload {
  readonly id: string;
  readonly file: File;
  readonly bytes: number;
  readonly how: "SENDING" | "PAUSED" | "BROKEN" | "REFUSED" | "DONE";
  readonly message: string;
}

/** One file on its way. It can be paused, goes on where it was, and stays resumable when the page is left. */
export function useUpload(onDone: (id: string) => void) {
  const { language } = useSpeech();
  const [upload, setUpload] = useState<Upload | null>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const send = useCallback(
    async (id: string, file: File, isNew: boolean) => {
      const controller = new AbortController();
      stop.current?.abort();
      stop.current = controller;
      const tag = languageTags[language];
      const tell = (change: Partial<Upload>) =>
        setUpload((before) => (before?.id === id ? { ...before, ...change } : before));
      setUpload((before) =>
        before?.id === id
          ? { ...before, how: "SENDING", message: "" }
          : { id, file, bytes: 0, how: "SENDING", message: "" },
      );
      try {
        if (isNew) await announce(id, file, tag);
        await sendRest(id, file, {
          language: tag,
          signal: controller.signal,
          onBytes: (bytes) => tell({ bytes }),
        });
        tell({ how: "DONE" });
        onDone(id);
      } catch (error) {
        if (controller.signal.aborted) tell({ how: "PAUSED" });
        else if (error instanceof UploadRefused) tell({ how: "REFUSED", message: error.message });
        else tell({ how: "BROKEN" });
      }
    },
    [language, onDone],
  );
  return {
    upload,
    /** @param id of an upload that broke off; null begins a new one */
    begin: (file: File, id: string | null) => void send(id ?? crypto.randomUUID(), file, true),
    pause: () => stop.current?.abort(),
    resume: () => upload && void send(upload.id, upload.file, true),
    forget: () => {
      stop.current?.abort();
      setUpload(null);
    },
  };
}
