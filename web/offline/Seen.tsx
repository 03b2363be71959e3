import { useEffect, useState } from "react";
import { useViewer } from "../access/viewer.ts";
import { useSpeech } from "../i18n/language.ts";
import { hasShell } from "./device.ts";
import { worksInVillages } from "./seen.ts";
import { KEPT_DAYS } from "./store.ts";
import { useSeen } from "./useSeen.ts";

const moment = (at: number) => new Date(at).toISOString();

/** What of field work is on this device, as of when, and what of it is not; nothing for other posts. */
export function Seen() {
  const { field, number, dateTime } = useSpeech();
  const viewer = useViewer();
  const { tasks, households, at } = useSeen();
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    if (!("serviceWorker" in navigator)) return;
    let isWanted = true;
    const look = async () => {
      if ((await hasShell()) && isWanted) setReady(true);
    };
    void look();
    void navigator.serviceWorker.ready.then(look);
    return () => {
      isWanted = false;
    };
  }, []);
  if (!viewer || !worksInVillages(viewer)) return null;
  return (
    <div className="offline-seen">
      {isReady && at !== null ? (
        <span>
          {field.offline.ready(number(tasks.length), number(households.length), dateTime(moment(at)))}
        </span>
      ) : (
        <span>{field.offline.preparing}</span>
      )}
      <small>{field.offline.rules(KEPT_DAYS)}</small>
    </div>
  );
}
