import { BookOpen, FlaskConical, Moon, Sun } from "lucide-react";
import { useEffect } from "react";
import { Link } from "wouter";
import { useAbout } from "./about.ts";
import { ViewerLink } from "./access/ViewerLink.tsx";
import { useSpeech } from "./i18n/language.ts";
import type { Theme } from "./map/palette.ts";

interface Props {
  readonly theme: Theme;
  readonly onTheme: () => void;
  readonly onLanguage: () => void;
}

export function TopBar({ theme, onTheme, onLanguage }: Props) {
  const { words, language, dateTime } = useSpeech();
  const { about } = useAbout();
  useEffect(() => {
    document.title = `${words.name} · ${words.subtitle}`;
  }, [words]);
  const themeLabel = theme === "dark" ? words.theme.toLight : words.theme.toDark;
  return (
    <header className="top-bar">
      <a className="skip" href="#map">
        {words.frame.skip}
      </a>
      <Link href="/" className="brand">
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <rect width="32" height="32" rx="7" className="brand-ground" />
          <path d="M6 21 12.5 13.5l5 4.5L26 8" className="brand-line" />
          <path d="M6 26h20" className="brand-base" />
        </svg>
        <strong>{words.name}</strong>
        <span lang={language === "zh" ? "en" : "zh-CN"}>{words.subtitle}</span>
      </Link>
      {about?.isDemo ? (
        <p className="demo-banner" title={words.demo.banner}>
          <FlaskConical size={15} aria-hidden="true" />
          <strong>{words.demo.badge}</strong>
          <span className="visually-hidden">{words.demo.banner}</span>
        </p>
      ) : null}
      <div className="top-right">
        {about?.latestPeriod ? (
          <dl className="data-date">
            <div>
              <dt>{words.frame.period}</dt>
              <dd>{about.latestPeriod}</dd>
            </div>
            {about.dataCutOff ? (
              <div className="cut-off">
                <dt>{words.frame.cutOff}</dt>
                <dd>{dateTime(about.dataCutOff)}</dd>
              </div>
            ) : null}
          </dl>
        ) : null}
        <ViewerLink />
        <a
          className="icon-button docs-link"
          href={language === "zh" ? "/docs" : "/docs?lang=en"}
          aria-label={words.frame.docs}
          title={words.frame.docs}
        >
          <BookOpen size={18} aria-hidden="true" />
        </a>
        <button
          type="button"
          className="icon-button"
          onClick={onTheme}
          aria-label={themeLabel}
          title={themeLabel}
        >
          {theme === "dark" ? <Sun size={18} aria-hidden="true" /> : <Moon size={18} aria-hidden="true" />}
        </button>
        <button
          type="button"
          className="button"
          onClick={onLanguage}
          title={words.language.label}
          lang={language === "zh" ? "en" : "zh-CN"}
        >
          {words.language.switchTo}
        </button>
      </div>
    </header>
  );
}
