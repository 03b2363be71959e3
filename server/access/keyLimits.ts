import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
  getArgumentValues,
  getOperationAST,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { InputError } from "../errors.ts";
import type { KeyScopeName } from "../organisations/type.ts";
import type { KeyLimits, Viewer } from "./viewer.ts";

/** Root fields that need another scope than OPEN_DATA; null for what every key may ask. */
const SCOPES: Readonly<Record<string, KeyScopeName | null>> = {
  about: null,
  changes: "CHANGES",
  enclaveAllocation: "ALLOCATION",
  estimateCost: null,
  keyUsage: null,
  organisation: null,
  viewer: null,
  caseChanged: "SUBSCRIPTIONS",
  warningChanged: "SUBSCRIPTIONS",
  createWebhook: "WEBHOOKS",
  changeWebhook: "WEBHOOKS",
  deleteWebhook: "WEBHOOKS",
  replayDelivery: "WEBHOOKS",
  webhookDeliveries: "WEBHOOKS",
  webhooks: "WEBHOOKS",
  createOrganisationKey: null,
  changeOrganisationKey: null,
  rotateOrganisationKey: null,
  revokeOrganisationKey: null,
};

/** Arguments that name a place; `code` only of these fields, elsewhere it names something else. */
const PLACES = ["within", "regionCode", "regions", "origin", "host"];
const PLACED_BY_CODE = ["region", "village", "explainScore"];

/** What a request asks for. */
export interface Asked {
  readonly document: DocumentNode;
  readonly operationName: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const forbidden = (zh: string, en: string) => {
  const refusal = new InputError("FORBIDDEN", zh, en);
  return Object.assign(refusal, { extensions: { ...refusal.extensions, http: { status: 403 } } });
};

/** Whether whoever asks came with a key made for it, or with none that is limited. */
export const mayUse = (viewer: Viewer | null, scope: KeyScopeName): boolean =>
  !viewer?.keyLimits || viewer.keyLimits.scopes.includes(scope);

function refuseScope(viewer: Viewer | null, scope: KeyScopeName): void {
  if (mayUse(viewer, scope)) return;
  throw forbidden(
    `此密钥没有用途 ${scope}；请由本单位的密钥管理人更改。`,
    `This key is not made for ${scope}; whoever manages the keys of your organisation can change that.`,
  );
}

/**
 * The key of an organisation asks for what it was made for, and names places inside of its regions. The open data stay
 * open to everybody: this narrows what a key is good for when it falls into other hands.
 * @throws InputError FORBIDDEN (403) with the field
 */
export function refuseOutsideKey(schema: GraphQLSchema, viewer: Viewer | null, asked: Asked): void {
  const limits = viewer?.keyLimits;
  const operation = limits && getOperationAST(asked.document, asked.operationName || undefined);
  if (!operation) return;
  const type = schema.getRootType(operation.operation);
  for (const node of rootFields(asked.document, operation)) {
    const field = type?.getFields()[node.name.value];
    if (!field) continue;
    const scope = SCOPES[field.name];
    if (scope === null) continue;
    refuseScope(viewer, scope ?? "OPEN_DATA");
    refusePlaces(limits, field, getArgumentValues(field, node, asked.variables));
  }
}

function refusePlaces(
  { places }: KeyLimits,
  field: GraphQLField<unknown, unknown>,
  given: Readonly<Record<string, unknown>>,
): void {
  if (places.every((starts) => starts.includes(""))) return;
  const names = [...PLACES, ...(PLACED_BY_CODE.includes(field.name) ? ["code"] : [])];
  for (const { name } of field.args) {
    if (!names.includes(name)) continue;
    const values = [given[name] ?? []].flat();
    const outside = values.find(
      (value) => !places.every((starts) => starts.some((start) => String(value).startsWith(start))),
    );
    if (outside !== undefined)
      throw forbidden(
        `此密钥不包括区域 ${String(outside).slice(0, 40)}。`,
        `This key does not cover the region ${String(outside).slice(0, 40)}.`,
      );
    if (values.length === 0 && (name === "within" || name === "regions"))
      throw forbidden(
        `此密钥限于部分区域：${field.name} 须给出 ${name}。`,
        `This key is limited to regions: give ${field.name} its ${name}.`,
      );
  }
}

/** Fields at the root, also those inside of fragments. */
function rootFields(document: DocumentNode, operation: OperationDefinitionNode): FieldNode[] {
  const walk = (set: SelectionSetNode): FieldNode[] =>
    set.selections.flatMap((selection) => {
      if (selection.kind === "Field") return [selection];
      if (selection.kind === "InlineFragment") return walk(selection.selectionSet);
      const fragment = document.definitions.find(
        (definition) =>
          definition.kind === "FragmentDefinition" && definition.name.value === selection.name.value,
      );
      return fragment?.kind === "FragmentDefinition" ? walk(fragment.selectionSet) : [];
    });
  return walk(operation.selectionSet);
}
