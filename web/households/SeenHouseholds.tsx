import { Link } from "wouter";
import { useSpeech } from "../i18n/language.ts";
import { useSeen } from "../offline/useSeen.ts";

/** Where the register cannot be asked: what was seen on this device. */
export function SeenHouseholds() {
  const { field } = useSpeech();
  const { isRead, households } = useSeen();
  if (!isRead) return null;
  return (
    <section aria-labelledby="seen-households">
      <h2 id="seen-households">{field.offline.listTitle}</h2>
      {households.length === 0 ? <p className="work-hint">{field.offline.listNone}</p> : null}
      <ul className="field-cards">
        {households.map(({ id, number, villageName }) => (
          <li key={id} className="field-card">
            <Link href={`/households/${id}`} className="field-card-head">
              <strong>{number}</strong>
              <span>{villageName}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
