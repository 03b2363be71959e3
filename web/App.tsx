import { NuqsAdapter } from "nuqs/adapters/react";
import { lazy, Suspense, useMemo } from "react";
import { Provider } from "urql";
import { Link, Route, Switch } from "wouter";
import { clientFor } from "./api.ts";
import { SpeechContext, speak, useSpeech } from "./i18n/language.ts";
import { useLook } from "./look.ts";
import { TopBar } from "./TopBar.tsx";

const MapPage = lazy(() => import("./map/MapPage.tsx"));

function NotFound() {
  const { words } = useSpeech();
  return (
    <main className="not-found">
      <h1>{words.notFound.title}</h1>
      <p>{words.notFound.body}</p>
      <Link href="/">{words.notFound.back}</Link>
    </main>
  );
}

function Frame() {
  const { theme, language, setLook } = useLook();
  const speech = useMemo(() => speak(language), [language]);
  return (
    <Provider value={clientFor(language)}>
      <SpeechContext value={speech}>
        <TopBar
          theme={theme}
          onTheme={() => setLook({ theme: theme === "dark" ? "light" : "dark" })}
          onLanguage={() => setLook({ lang: language === "zh" ? "en" : "zh" })}
        />
        <Suspense fallback={<p className="page-loading">{speech.words.state.loading}</p>}>
          <Switch>
            <Route path="/">
              <MapPage theme={theme} />
            </Route>
            <Route>
              <NotFound />
            </Route>
          </Switch>
        </Suspense>
      </SpeechContext>
    </Provider>
  );
}

export function App() {
  return (
    <NuqsAdapter>
      <Frame />
    </NuqsAdapter>
  );
}
