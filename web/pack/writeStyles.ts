import { packState } from "./state.ts";
import { packStyle } from "./style.ts";

const LANGUAGES = ["zh", "en"] as const;
const THEMES = ["light", "dark"] as const;

/** Styles for any client, each by the name of its file; the county is filled in when a pack is written. */
export const styles: Readonly<Record<string, object>> = Object.fromEntries(
  LANGUAGES.flatMap((language) =>
    THEMES.map((theme) => {
      const name = ["style", ...(language === "zh" ? [] : ["en"]), ...(theme === "light" ? [] : ["dark"])];
      return [`${name.join(".")}.json`, packStyle(packState(theme, language, ""), "county.pmtiles")];
    }),
  ),
);
