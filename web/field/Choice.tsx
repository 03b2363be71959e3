import { useSpeech } from "../i18n/language.ts";

interface Props {
  readonly name: string;
  readonly label: string;
  readonly options: Readonly<Record<string, string>>;
  /** What stands for nothing chosen; without it a choice has to be made. */
  readonly none?: string;
  readonly initial?: string;
}

/** A labelled choice of words. */
export function Choice({ name, label, options, none, initial = "" }: Props) {
  const { field } = useSpeech();
  return (
    <label>
      {label}
      <select name={name} defaultValue={initial} required={none === undefined}>
        <option value="">{none ?? field.choose}</option>
        {Object.entries(options).map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}
