import { useSpeech } from "../i18n/language.ts";
import type { projects } from "../i18n/projects.ts";
import { Figures } from "../ui/Figures.tsx";

interface Asset {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string | null;
  readonly kind: keyof (typeof projects)["zh"]["assets"]["kinds"];
  readonly value: number | string | null;
  readonly owner: string;
  readonly operator: string | null;
  readonly custodian: string | null;
  readonly certificate: string | null;
}

/** Assets with who owns, runs and keeps each; a gap is said in words, not left blank. */
export function AssetList({ assets }: { readonly assets: readonly Asset[] }) {
  const { projects: words, nameOf, money } = useSpeech();
  const w = words.assets;
  return (
    <section>
      <h3>{w.title}</h3>
      {assets.length === 0 ? <p className="quiet">{w.none}</p> : null}
      {assets.map((asset) => (
        <article key={asset.code} className="asset">
          <h4>
            {nameOf(asset)} <small className="quiet">{w.kinds[asset.kind]}</small>
          </h4>
          <Figures
            rows={[
              [w.owner, asset.owner],
              [w.operator, asset.operator ?? "—"],
              [w.custodian, asset.custodian ?? <strong className="gap">{w.noCustodian}</strong>],
              [w.certificate, asset.certificate ?? <strong className="gap">{w.noCertificate}</strong>],
              [w.value, money(asset.value)],
            ]}
          />
        </article>
      ))}
    </section>
  );
}
