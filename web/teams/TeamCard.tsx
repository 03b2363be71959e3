import { type FormEvent, useState } from "react";
import { useViewer } from "../access/viewer.ts";
import { today } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import { RefusalNote, useDeed } from "../work/deed.tsx";
import { Fold } from "../work/fields.tsx";
import { ColleagueChoice } from "./ColleagueChoice.tsx";
import { ACCEPT, END, RECALL, type TeamMember, TRANSFER } from "./documents.ts";

interface Props {
  readonly member: TeamMember;
  readonly onDone: () => void;
}

/** One member of a team, and what may be done now by who looks. */
export function TeamCard({ member, onDone }: Props) {
  const { teams } = useSpeech();
  const viewer = useViewer();
  const isPresent = member.until === null;
  const may = (permission: string) => viewer?.permissions.includes(permission) ?? false;
  const isOwn = viewer?.personId === member.personId;
  return (
    <article className="card" data-member={member.id} aria-label={member.name ?? undefined}>
      <p>
        <strong lang="zh-CN">{member.name}</strong> · {teams.posts[member.post]}
      </p>
      <p lang="zh-CN">{member.villageName}</p>
      <p className="work-hint">
        {teams.unit}: <span lang="zh-CN">{member.unit}</span> · {teams.term(member.since, member.until)}
      </p>
      {isPresent && !member.isAtWork ? <p className="overdue">{teams.absent}</p> : null}
      {isPresent && member.handedToName ? (
        <p className="work-hint">{teams.handed(member.handedToName)}</p>
      ) : null}
      {member.recalledReason ? <p className="work-hint">{teams.recalled(member.recalledReason)}</p> : null}
      {isPresent && member.handedTo === viewer?.personId ? <Accept member={member} onDone={onDone} /> : null}
      {isPresent && (isOwn ? may("team.transfer") : may("team.assign")) ? (
        <Fold title={teams.transfer}>
          <Transfer member={member} onDone={onDone} />
        </Fold>
      ) : null}
      {isPresent && may("team.assign") ? (
        <>
          <Fold title={teams.recall}>
            <Recall member={member} onDone={onDone} />
          </Fold>
          <Fold title={teams.end}>
            <End member={member} onDone={onDone} />
          </Fold>
        </>
      ) : null}
    </article>
  );
}

function Accept({ member: { id, rowVersion }, onDone }: Props) {
  const { teams } = useSpeech();
  const { busy, refusal, run } = useDeed(ACCEPT, onDone);
  return (
    <>
      <button
        type="button"
        className="button primary"
        disabled={busy}
        onClick={() => run({ id, rowVersion })}
      >
        {teams.accept}
      </button>
      <RefusalNote refusal={refusal} />
    </>
  );
}

function Transfer({ member, onDone }: Props) {
  const { teams } = useSpeech();
  const [personId, setPersonId] = useState("");
  const { busy, refusal, run } = useDeed(TRANSFER, onDone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    return run({ id: member.id, personId, rowVersion: member.rowVersion });
  };
  return (
    <form className="work-form" onSubmit={submit}>
      <ColleagueChoice
        village={member.villageCode}
        except={member.personId}
        value={personId}
        onChange={setPersonId}
      />
      <button type="submit" className="button primary" disabled={busy}>
        {teams.transferSubmit}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}

function Recall({ member: { id, rowVersion }, onDone }: Props) {
  const { teams } = useSpeech();
  const [reason, setReason] = useState("");
  const { busy, refusal, run } = useDeed(RECALL, onDone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    return run({ id, reason, rowVersion });
  };
  return (
    <form className="work-form" onSubmit={submit}>
      <label>
        {teams.reason}
        <textarea
          value={reason}
          rows={2}
          maxLength={500}
          required
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <button type="submit" className="button primary" disabled={busy}>
        {teams.recallSubmit}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}

function End({ member: { id, rowVersion }, onDone }: Props) {
  const { teams } = useSpeech();
  const [until, setUntil] = useState(today());
  const { busy, refusal, run } = useDeed(END, onDone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    return run({ id, until, rowVersion });
  };
  return (
    <form className="work-form" onSubmit={submit}>
      <label>
        {teams.until}
        <input type="date" value={until} required onChange={(event) => setUntil(event.target.value)} />
      </label>
      <button type="submit" className="button primary" disabled={busy}>
        {teams.endSubmit}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}
