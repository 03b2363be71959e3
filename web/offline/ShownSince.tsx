import { useSpeech } from "../i18n/language.ts";
import { useShownSince } from "./useSeen.ts";

/** Says of what is shown that it comes from the device, and as of when. */
export function ShownSince({ of }: { readonly of: string }) {
  const { field, dateTime } = useSpeech();
  const at = useShownSince(of);
  return at === null ? null : (
    <p role="status" className="field-done">
      {field.offline.shown(dateTime(new Date(at).toISOString()))}
    </p>
  );
}
