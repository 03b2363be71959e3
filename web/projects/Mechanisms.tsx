import type { ResultOf } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { Figures } from "../ui/Figures.tsx";
import type { projectQuery } from "./document.ts";

type Link = NonNullable<ResultOf<typeof projectQuery>["industryProject"]>["links"][number];

/** Links added up by mechanism, most first. A household tied in two ways stands in both, so they do not add up to a whole. */
export function Mechanisms({ links }: { readonly links: readonly Link[] }) {
  const { words, number } = useSpeech();
  const w = words.project;
  const sums = new Map<Link["mechanism"], number>();
  for (const { mechanism, households } of links) sums.set(mechanism, (sums.get(mechanism) ?? 0) + households);
  const rows = [...sums].sort(([, one], [, other]) => other - one);
  return (
    <Figures
      rows={rows.map(([mechanism, households]) => [
        w.mechanisms[mechanism],
        `${number(households)} ${w.unit}`,
      ])}
    />
  );
}
