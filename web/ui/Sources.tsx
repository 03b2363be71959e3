import { useSpeech } from "../i18n/language.ts";

/** Where the figures of a legend come from: how many and the first at a glance, all of them on request. */
export function Sources({ names }: { readonly names: readonly string[] }) {
  const { words } = useSpeech();
  const unique = [...new Set(names)];
  if (unique.length < 2) {
    return (
      <p className="quiet">
        {words.legend.source}：{unique[0] ?? words.panel.noSource}
      </p>
    );
  }
  return (
    <details className="quiet sources">
      <summary>{words.legend.sources(unique.length)}</summary>
      <ul>
        {unique.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </details>
  );
}
