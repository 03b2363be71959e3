import { RotateCw } from "lucide-react";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import type { MapPageState } from "./useMapPage.ts";

interface Props {
  readonly page: MapPageState;
  readonly tileError: boolean;
  readonly onRetryTiles: () => void;
}

/** Loading, empty, failed and stale, each with what to do about it. */
export function Notices({ page, tileError, onRetryTiles }: Props) {
  const { words } = useSpeech();
  const w = words.state;
  const { about, aboutError, values } = page;
  if (!about && aboutError) {
    return (
      <div className="map-notice">
        <Failure error={aboutError} onRetry={page.retryAbout} />
      </div>
    );
  }
  if (about && (about.villages === 0 || about.periods.length === 0)) {
    return (
      <div className="map-notice">
        <h2>{w.noData}</h2>
        <p>{w.noDataBody}</p>
        <dl className="commands">
          <dt>{w.loadDemo}</dt>
          <dd>
            <code>npm run demo -- --size s</code>
          </dd>
          <dt>{w.loadOwn}</dt>
          <dd>
            <code>npm run import -- villages FILE</code>
          </dd>
        </dl>
        <button type="button" className="button" onClick={page.retryAbout}>
          <RotateCw size={15} aria-hidden="true" />
          {w.retry}
        </button>
      </div>
    );
  }
  if (values.error && !values.kept) {
    return (
      <div className="map-notice">
        <Failure error={values.error} onRetry={values.retry} />
      </div>
    );
  }
  const stale = (about && aboutError) || (values.error && values.kept);
  return (
    <div className="map-banners">
      {stale ? (
        <p role="alert">
          {w.stale}
          <button
            type="button"
            className="link"
            onClick={() => {
              page.retryAbout();
              values.retry();
            }}
          >
            {w.retry}
          </button>
        </p>
      ) : null}
      {tileError ? (
        <p role="alert">
          {w.tiles}
          <button type="button" className="link" onClick={onRetryTiles}>
            {w.retry}
          </button>
        </p>
      ) : null}
      {!values.kept && !aboutError ? <p role="status">{w.loading}</p> : null}
    </div>
  );
}
