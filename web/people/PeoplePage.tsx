import { useCallback, useState } from "react";
import { useQuery } from "urql";
import { WorkFrame } from "../access/WorkFrame.tsx";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import "../field/field.css";
import "../work/county.css";
import { PEOPLE, type Person } from "./documents.ts";
import { NewPerson } from "./NewPerson.tsx";
import { Organisations } from "./Organisations.tsx";
import "./people.css";
import { PersonCard } from "./PersonCard.tsx";

const STEP = 24;

/** Who may sign in, with which post and where, and the keys of programs. */
export function PeoplePage() {
  return (
    <WorkFrame page="people">
      <People />
    </WorkFrame>
  );
}

const fits = (person: Person, wanted: string) =>
  [person.login, person.name, ...person.regions, ...person.places.map(({ name }) => name)].some((text) =>
    text.toLowerCase().includes(wanted),
  );

function People() {
  const { people, words, number } = useSpeech();
  const [{ data, fetching, error }, ask] = useQuery({ query: PEOPLE, requestPolicy: "cache-and-network" });
  const again = useCallback(() => ask({ requestPolicy: "network-only" }), [ask]);
  const [wanted, setWanted] = useState("");
  const [most, setMost] = useState(STEP);
  const all = data?.people ?? [];
  const found = all.filter((person) => fits(person, wanted.trim().toLowerCase()));
  return (
    <>
      <h1>{people.title}</h1>
      <p className="work-lead">{people.lead}</p>
      <NewPerson onDone={again} />
      <Organisations people={all} />
      <div className="work-filter">
        <input
          type="search"
          value={wanted}
          aria-label={people.search}
          placeholder={people.search}
          onChange={(event) => setWanted(event.target.value)}
        />
        {data ? <output>{people.shown(number(found.length), number(all.length))}</output> : null}
      </div>
      {error && !data ? <Failure error={error} /> : null}
      {fetching && !data ? <p className="page-loading">{words.state.loading}</p> : null}
      {data && found.length === 0 ? <p className="work-empty">{people.none}</p> : null}
      <ul className="cards people">
        {found.slice(0, most).map((person) => (
          <PersonCard key={person.id} person={person} onDone={again} />
        ))}
      </ul>
      {found.length > most ? (
        <button type="button" className="button" onClick={() => setMost(most + STEP)}>
          {people.more}
        </button>
      ) : null}
    </>
  );
}
