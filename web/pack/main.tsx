import { StrictMode, useEffect, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import "../tokens.css";
import "../App.css";
import { type Language, languageTags, SpeechContext, speak } from "../i18n/language.ts";
import type { Theme } from "../map/palette.ts";
import { openPack, type Pack } from "./archive.ts";
import { PackPage } from "./PackPage.tsx";

const prefersDark = () => window.matchMedia("(prefers-color-scheme: dark)").matches;
const asked = new URLSearchParams(location.search);

/** Looks of its own: there is no server, and a folder has no addresses but its files. */
function Pages() {
  const [language, setLanguage] = useState<Language>(asked.get("lang") === "en" ? "en" : "zh");
  const [theme, setTheme] = useState<Theme>(
    asked.get("theme") === "dark" || (asked.get("theme") === null && prefersDark()) ? "dark" : "light",
  );
  const [pack, setPack] = useState<Pack | "missing" | null>(null);
  const speech = useMemo(() => speak(language), [language]);
  useEffect(() => {
    openPack().then(setPack, () => setPack("missing"));
  }, []);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    document.documentElement.lang = languageTags[language];
  }, [theme, language]);
  return (
    <SpeechContext value={speech}>
      {pack === null ? (
        <p className="page-loading">{speech.words.state.loading}</p>
      ) : pack === "missing" ? (
        <main className="not-found">
          <p role="alert">{speech.pack.noArchive}</p>
        </main>
      ) : (
        <PackPage
          pack={pack}
          theme={theme}
          onTheme={() => setTheme(theme === "dark" ? "light" : "dark")}
          onLanguage={() => setLanguage(language === "zh" ? "en" : "zh")}
        />
      )}
    </SpeechContext>
  );
}

const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <Pages />
    </StrictMode>,
  );
