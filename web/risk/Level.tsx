import { useSpeech } from "../i18n/language.ts";
import { isLevel, levelSign } from "./levels.ts";

/** Colour, sign and word together; the word never stands on the colour. */
export function Level({ level }: { readonly level: string | null | undefined }) {
  const { words } = useSpeech();
  if (!isLevel(level)) return <span className="level">{words.level.absent}</span>;
  return (
    <span className="level" data-level={level}>
      <i aria-hidden="true">{levelSign[level]}</i>
      {words.level[level]}
    </span>
  );
}
