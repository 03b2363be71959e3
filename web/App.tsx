import { NuqsAdapter } from "nuqs/adapters/react";
import { lazy, Suspense, useCallback, useMemo, useState } from "react";
import { Provider } from "urql";
import { Link, Route, Switch, useLocation } from "wouter";
import { clientFor, RetryContext } from "./api.ts";
import { SpeechContext, speak, useSpeech } from "./i18n/language.ts";
import { useLook } from "./look.ts";
import { Unreachable } from "./offline/Unreachable.tsx";
import { TopBar } from "./TopBar.tsx";

const MapPage = lazy(() => import("./map/MapPage.tsx"));
const SignInPage = lazy(() =>
  import("./access/SignInPage.tsx").then((file) => ({ default: file.SignInPage })),
);
const AuditPage = lazy(() => import("./audit/AuditPage.tsx").then((file) => ({ default: file.AuditPage })));
const PeoplePage = lazy(() =>
  import("./people/PeoplePage.tsx").then((file) => ({ default: file.PeoplePage })),
);
const KeysPage = lazy(() => import("./partners/KeysPage.tsx").then((file) => ({ default: file.KeysPage })));
const ChecksPage = lazy(() =>
  import("./checks/ChecksPage.tsx").then((file) => ({ default: file.ChecksPage })),
);
const CasesPage = lazy(() => import("./cases/CasesPage.tsx").then((file) => ({ default: file.CasesPage })));
const CasePage = lazy(() => import("./cases/CasePage.tsx").then((file) => ({ default: file.CasePage })));
const ScreeningPage = lazy(() =>
  import("./screening/ScreeningPage.tsx").then((file) => ({ default: file.ScreeningPage })),
);
const LedgerPage = lazy(() =>
  import("./ledger/LedgerPage.tsx").then((file) => ({ default: file.LedgerPage })),
);
const CampaignsPage = lazy(() =>
  import("./campaigns/CampaignsPage.tsx").then((file) => ({ default: file.CampaignsPage })),
);
const TeamsPage = lazy(() => import("./teams/TeamsPage.tsx").then((file) => ({ default: file.TeamsPage })));
const GlassPage = lazy(() => import("./glass/GlassPage.tsx").then((file) => ({ default: file.GlassPage })));
const FundsPage = lazy(() => import("./funds/FundsPage.tsx").then((file) => ({ default: file.FundsPage })));
const TablesPage = lazy(() =>
  import("./tables/TablesPage.tsx").then((file) => ({ default: file.TablesPage })),
);
const SitingPage = lazy(() =>
  import("./siting/SitingPage.tsx").then((file) => ({ default: file.SitingPage })),
);
const EventsPage = lazy(() =>
  import("./events/EventsPage.tsx").then((file) => ({ default: file.EventsPage })),
);
const ExportsPage = lazy(() =>
  import("./exports/ExportsPage.tsx").then((file) => ({ default: file.ExportsPage })),
);
const ImportsPage = lazy(() =>
  import("./imports/ImportsPage.tsx").then((file) => ({ default: file.ImportsPage })),
);
const TasksPage = lazy(() => import("./tasks/TasksPage.tsx").then((file) => ({ default: file.TasksPage })));
const HouseholdsPage = lazy(() =>
  import("./households/HouseholdsPage.tsx").then((file) => ({ default: file.HouseholdsPage })),
);
const HouseholdPage = lazy(() =>
  import("./households/HouseholdPage.tsx").then((file) => ({ default: file.HouseholdPage })),
);
const ReportPage = lazy(() =>
  import("./report/ReportPage.tsx").then((file) => ({ default: file.ReportPage })),
);
const PricesPage = lazy(() =>
  import("./prices/PricesPage.tsx").then((file) => ({ default: file.PricesPage })),
);
const AssetsPage = lazy(() =>
  import("./assets/AssetsPage.tsx").then((file) => ({ default: file.AssetsPage })),
);
const StatusPage = lazy(() =>
  import("./report/StatusPage.tsx").then((file) => ({ default: file.StatusPage })),
);

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
  const [path] = useLocation();
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => setAttempt((before) => before + 1), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another client
  const client = useMemo(() => clientFor(language), [language, attempt]);
  const speech = useMemo(() => speak(language), [language]);
  return (
    <Provider value={client}>
      <RetryContext value={retry}>
        <SpeechContext value={speech}>
          <TopBar
            theme={theme}
            onTheme={() => setLook({ theme: theme === "dark" ? "light" : "dark" })}
            onLanguage={() => setLook({ lang: language === "zh" ? "en" : "zh" })}
          />
          <Unreachable page={path}>
            <Suspense fallback={<p className="page-loading">{speech.words.state.loading}</p>}>
              <Switch>
                <Route path="/">
                  <MapPage theme={theme} />
                </Route>
                <Route path="/sign-in">
                  <SignInPage />
                </Route>
                <Route path="/keys">
                  <KeysPage />
                </Route>
                <Route path="/checks">
                  <ChecksPage />
                </Route>
                <Route path="/cases">
                  <CasesPage />
                </Route>
                <Route path="/cases/:id">{({ id }) => <CasePage id={id} />}</Route>
                <Route path="/screening">
                  <ScreeningPage />
                </Route>
                <Route path="/ledger">
                  <LedgerPage />
                </Route>
                <Route path="/campaigns">
                  <CampaignsPage />
                </Route>
                <Route path="/teams">
                  <TeamsPage />
                </Route>
                <Route path="/glass">
                  <GlassPage />
                </Route>
                <Route path="/funds">
                  <FundsPage />
                </Route>
                <Route path="/tables">
                  <TablesPage />
                </Route>
                <Route path="/siting">
                  <SitingPage />
                </Route>
                <Route path="/events">
                  <EventsPage />
                </Route>
                <Route path="/downloads">
                  <ExportsPage />
                </Route>
                <Route path="/imports">
                  <ImportsPage theme={theme} />
                </Route>
                <Route path="/audit">
                  <AuditPage />
                </Route>
                <Route path="/people">
                  <PeoplePage />
                </Route>
                <Route path="/tasks">
                  <TasksPage />
                </Route>
                <Route path="/households">
                  <HouseholdsPage />
                </Route>
                <Route path="/households/:id">{({ id }) => <HouseholdPage id={id} key={id} />}</Route>
                <Route path="/prices">
                  <PricesPage />
                </Route>
                <Route path="/assets">
                  <AssetsPage />
                </Route>
                <Route path="/report">
                  <ReportPage />
                </Route>
                <Route path="/report/status">
                  <StatusPage />
                </Route>
                <Route>
                  <NotFound />
                </Route>
              </Switch>
            </Suspense>
          </Unreachable>
        </SpeechContext>
      </RetryContext>
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
