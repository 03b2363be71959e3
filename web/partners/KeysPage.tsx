import { useCallback } from "react";
import { useQuery } from "urql";
import { WorkFrame } from "../access/WorkFrame.tsx";
import { newId } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import { Once } from "../people/Once.tsx";
import { Failure } from "../ui/Failure.tsx";
import { Fold } from "../work/fields.tsx";
import "../field/field.css";
import "../people/people.css";
import "../work/county.css";
import { CREATE, ORGANISATION, type Organisation } from "./documents.ts";
import { KeyCard } from "./KeyCard.tsx";
import { KeyForm } from "./KeyForm.tsx";
import "./partners.css";
import { usePartnerAct } from "./usePartnerAct.ts";
import { Webhooks } from "./Webhooks.tsx";

/** The keys of a partner organisation, what each uses, and where it hears of changes. */
export function KeysPage() {
  return (
    <WorkFrame page="keys">
      <Keys />
    </WorkFrame>
  );
}

function Keys() {
  const { partners, words, number } = useSpeech();
  const [{ data, fetching, error }, ask] = useQuery({
    query: ORGANISATION,
    requestPolicy: "cache-and-network",
  });
  const again = useCallback(() => ask({ requestPolicy: "network-only" }), [ask]);
  const own = data?.organisation;
  return (
    <>
      <h1>{partners.title}</h1>
      {error && !data ? <Failure error={error} /> : null}
      {fetching && !data ? <p className="page-loading">{words.state.loading}</p> : null}
      {data && !own ? <p className="work-empty">{partners.noOrganisation}</p> : null}
      {own ? (
        <>
          <p className="work-lead">
            {partners.lead(
              own.name,
              number(own.keys.length),
              number(own.mostKeys),
              number(own.pointsPerMinute),
            )}
          </p>
          <NewKey granted={own} onDone={again} />
          {own.keys.length === 0 ? <p className="work-empty">{partners.keys.none}</p> : null}
          <ul className="field-cards partner-cards">
            {own.keys.map((key) => (
              <KeyCard
                key={key.id}
                value={key}
                granted={own}
                usage={data.keyUsage.find(({ keyId }) => keyId === key.id)}
                onDone={again}
              />
            ))}
          </ul>
          <Webhooks webhooks={data.webhooks} onDone={again} />
        </>
      ) : null}
    </>
  );
}

function NewKey({ granted, onDone }: { readonly granted: Organisation; readonly onDone: () => void }) {
  const { partners } = useSpeech();
  const { run, message, isBusy, secrets, forget } = usePartnerAct(partners.keys.secret, onDone);
  return (
    <Fold title={partners.keys.create}>
      <KeyForm
        granted={granted}
        present={null}
        message={message}
        isBusy={isBusy}
        onSubmit={(key, days) => run(CREATE, { id: newId(), key, days })}
      />
      {secrets ? <Once secrets={secrets} onClose={forget} /> : null}
    </Fold>
  );
}
