import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
} from "graphql";
import { ROOT_FIELDS } from "../access/fields.ts";
import { isAllowed, ROLES } from "../access/rules.ts";
import { escapeHtml } from "../reports/cells.ts";
import { address, lineOf, typeLink, type Writing } from "./layout.ts";
import type { KindOfType } from "./words.ts";

/** Every type of the contract, those of GraphQL itself left out, by name. */
export const typesOf = (schema: GraphQLSchema): GraphQLNamedType[] =>
  Object.values(schema.getTypeMap())
    .filter((type) => !type.name.startsWith("__") && !isSpecifiedScalarType(type))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

/** A field, argument or value of a type, wherever it stands. */
export interface Member {
  readonly name: string;
  readonly description?: string | null;
  readonly deprecationReason?: string | null;
  /** As written in the contract, "" for a value. */
  readonly type: string;
  readonly arguments: readonly (GraphQLArgument | GraphQLInputField)[];
}

export function membersOf(type: GraphQLNamedType): Member[] {
  if (isEnumType(type)) return type.getValues().map((value) => ({ ...value, type: "", arguments: [] }));
  if (isInputObjectType(type))
    return Object.values(type.getFields()).map((field) => ({
      ...field,
      type: String(field.type),
      arguments: [],
    }));
  if (isObjectType(type) || isInterfaceType(type))
    return Object.values(type.getFields()).map((field) => ({
      ...field,
      type: String(field.type),
      arguments: field.args,
    }));
  return [];
}

export function kindOf(type: GraphQLNamedType): KindOfType {
  if (isObjectType(type)) return "OBJECT";
  if (isInterfaceType(type)) return "INTERFACE";
  if (isUnionType(type)) return "UNION";
  if (isEnumType(type)) return "ENUM";
  return isScalarType(type) ? "SCALAR" : "INPUT_OBJECT";
}

/** A type as the contract writes it, its name a link unless it is one of GraphQL's own. */
function linked(written: string, schema: GraphQLSchema, { language }: Writing): string {
  const name = written.replace(/[[\]!]/g, "");
  const type = schema.getType(name);
  return type && !isSpecifiedScalarType(type)
    ? escapeHtml(written).replace(name, typeLink(name, language))
    : written;
}

/** Who may use a field at the root. */
function whoMay(field: string, { words }: Writing): string {
  const rule = ROOT_FIELDS[field];
  if (rule === undefined || rule === "OPEN") return words.open;
  return rule === "SIGNED_IN" ? words.signedIn : ROLES.filter((role) => isAllowed(role, rule)).join(" ");
}

/** For each type by name, the types that have a field or an argument of it. */
export function usersByType(schema: GraphQLSchema): ReadonlyMap<string, readonly GraphQLNamedType[]> {
  const users = new Map<string, Set<GraphQLNamedType>>();
  for (const type of typesOf(schema))
    for (const member of membersOf(type))
      for (const written of [member.type, ...member.arguments.map((argument) => String(argument.type))]) {
        const name = written.replace(/[[\]!]/g, "");
        users.set(name, (users.get(name) ?? new Set()).add(type));
      }
  return new Map([...users].map(([name, types]) => [name, [...types]]));
}

/** All that the contract says of a type. */
export function typeSection(
  type: GraphQLNamedType,
  schema: GraphQLSchema,
  users: readonly GraphQLNamedType[],
  writing: Writing,
): string {
  const { words, language } = writing;
  const isRoot = type === schema.getQueryType() || type === schema.getMutationType();
  const members = membersOf(type).map((member) => memberItem(member, isRoot, schema, writing));
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  const list = (heading: string, types: readonly GraphQLNamedType[]) =>
    types.length === 0
      ? ""
      : `<h2>${heading}</h2><ul class="types">${types.map(({ name }) => `<li>${typeLink(name, language)}</li>`).join("")}</ul>`;
  const specified =
    isScalarType(type) && type.specifiedByURL
      ? `<p><a href="${type.specifiedByURL}">${type.specifiedByURL}</a></p>`
      : "";
  return `<h1>${type.name} <small class="muted">${words.kinds[kindOf(type)]}</small></h1>
<p>${escapeHtml(lineOf(type.description, language))}</p>${specified}
${members.length > 0 ? `<h2>${isEnumType(type) ? words.values : words.fields}</h2><dl class="fields">${members.join("")}</dl>` : ""}
${list(words.members, possible)}${list(words.usedBy, users)}`;
}

function memberItem(member: Member, isRoot: boolean, schema: GraphQLSchema, writing: Writing): string {
  const { words, language } = writing;
  const parts = [
    `<dd>${escapeHtml(lineOf(member.description, language))}</dd>`,
    member.deprecationReason
      ? `<dd><strong>@deprecated</strong> ${escapeHtml(member.deprecationReason)}</dd>`
      : "",
    isRoot ? `<dd class="muted">${words.whoMay}: ${whoMay(member.name, writing)}</dd>` : "",
    member.arguments.length > 0
      ? `<dd>${words.arguments}<dl>${member.arguments.map((argument) => argumentItem(argument, schema, writing)).join("")}</dl></dd>`
      : "",
  ];
  const type = member.type === "" ? "" : `: ${linked(member.type, schema, writing)}`;
  return `<div id="${member.name}"><dt><code>${member.name}${type}</code></dt>${parts.join("")}</div>`;
}

function argumentItem(
  argument: GraphQLArgument | GraphQLInputField,
  schema: GraphQLSchema,
  writing: Writing,
): string {
  const { words, language } = writing;
  const fallback =
    argument.defaultValue === undefined
      ? ""
      : ` <span class="muted">${escapeHtml(words.byDefault(JSON.stringify(argument.defaultValue)))}</span>`;
  return `<div><dt><code>${argument.name}: ${linked(String(argument.type), schema, writing)}</code>${fallback}</dt><dd>${escapeHtml(lineOf(argument.description, language))}</dd></div>`;
}

/** Names of all types, by what they are. */
export function typeIndex(schema: GraphQLSchema, { words, language }: Writing): string {
  const types = typesOf(schema);
  const fields = types.reduce((count, type) => count + membersOf(type).length, 0);
  const groups = (Object.keys(words.kinds) as KindOfType[]).map((kind) => {
    const own = types.filter((type) => kindOf(type) === kind);
    return `<h3>${words.kinds[kind]}</h3><ul class="types">${own.map(({ name }) => `<li>${typeLink(name, language)}</li>`).join("")}</ul>`;
  });
  return `<p>${words.referenceText(types.length, fields)}</p>${groups.join("")}`;
}

/** Address of a member on the page of its type. */
export const memberAddress = (type: string, member: string, { language }: Writing): string =>
  address(`/docs/types/${type}#${member}`, language);
