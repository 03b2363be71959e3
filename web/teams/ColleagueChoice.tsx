import { useQuery } from "urql";
import { useSpeech } from "../i18n/language.ts";
import { COLLEAGUES } from "./documents.ts";

/** Colleagues posted to where a village lies; nobody may list everybody. */
export function ColleagueChoice(props: {
  readonly village: string;
  readonly except?: string;
  readonly value: string;
  readonly onChange: (id: string) => void;
}) {
  const { teams, county, work } = useSpeech();
  const isVillage = /^\d{12}$/.test(props.village);
  const [{ data }] = useQuery({
    query: COLLEAGUES,
    variables: { village: props.village },
    pause: !isVillage,
  });
  const found = isVillage ? (data?.colleagues ?? []).filter(({ id }) => id !== props.except) : [];
  return (
    <label>
      {teams.person}
      <select value={props.value} required onChange={(event) => props.onChange(event.target.value)}>
        <option value="">{county.common.choose}</option>
        {found.map(({ id, name, role }) => (
          <option key={id} value={id} lang="zh-CN">
            {name} · {work.roles[role]}
          </option>
        ))}
      </select>
      {isVillage && data && found.length === 0 ? (
        <small className="work-hint">{teams.nobodyThere}</small>
      ) : null}
    </label>
  );
}
