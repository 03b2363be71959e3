import { useSpeech } from "../i18n/language.ts";

/** Bytes as people read them: 3.4 MiB. */
export function useBytes(): (bytes: number) => string {
  const { number } = useSpeech();
  return (bytes) => {
    if (bytes < 1_024) return `${number(bytes)} B`;
    if (bytes < 1_048_576) return `${number(bytes / 1_024, 1)} KiB`;
    return `${number(bytes / 1_048_576, 1)} MiB`;
  };
}
