import { parseAsStringLiteral, useQueryStates } from "nuqs";
import { useEffect, useSyncExternalStore } from "react";
import { languageTags } from "./i18n/language.ts";

/** How the whole app looks, in the address beside the map's own state. */
export const lookParsers = {
  theme: parseAsStringLiteral(["light", "dark"] as const),
  lang: parseAsStringLiteral(["zh", "en"] as const).withDefault("zh"),
};

const darkWanted = () => window.matchMedia("(prefers-color-scheme: dark)");

function followSystem(changed: () => void) {
  const query = darkWanted();
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
}

/** Theme and language; the theme follows the system until somebody chooses. */
export function useLook() {
  const [look, setLook] = useQueryStates(lookParsers, { history: "replace" });
  const systemDark = useSyncExternalStore(followSystem, () => darkWanted().matches);
  const theme = look.theme ?? (systemDark ? "dark" : "light");
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  useEffect(() => {
    document.documentElement.lang = languageTags[look.lang];
  }, [look.lang]);
  return { theme, language: look.lang, setLook } as const;
}
