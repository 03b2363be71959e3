import { registerEnumType } from "type-graphql";

/** A GraphQL enum from its values and their descriptions, each written once. */
export function enumOf<Value extends string>(
  name: string,
  description: string,
  words: Readonly<Record<Value, string>>,
): Record<Value, Value> {
  const values = Object.keys(words) as Value[];
  const members = Object.fromEntries(values.map((value) => [value, value])) as Record<Value, Value>;
  registerEnumType(members, {
    name,
    description,
    valuesConfig: Object.fromEntries(values.map((value) => [value, { description: words[value] }])) as Record<
      Value,
      { description: string }
    >,
  });
  return members;
}
