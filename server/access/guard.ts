import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
} from "graphql";
import type { Context } from "../context.ts";
import { InputError } from "../errors.ts";
import { FIELDS, ROOT_FIELDS, type RootClass } from "./fields.ts";
import { isAllowed } from "./rules.ts";

/**
 * Default deny: every root field gets its rule, and every field of every type must be listed.
 * @throws Error naming what nobody classified, so that neither build nor start gets past it
 */
export function guardSchema(schema: GraphQLSchema): void {
  const missing: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    const isRoot = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].includes(
      type,
    );
    const listed = new Set((FIELDS[type.name] ?? "").split(/\s+/));
    for (const field of Object.values(type.getFields())) {
      if (!isRoot) {
        if (!listed.has(field.name)) missing.push(`${type.name}.${field.name}`);
        continue;
      }
      const rule = ROOT_FIELDS[field.name];
      if (rule === undefined) missing.push(`${type.name}.${field.name}`);
      else if (rule !== "OPEN") guardField(field, rule, type === schema.getMutationType());
    }
  }
  if (missing.length > 0) {
    throw new Error(
      `nobody said who may see ${missing.join(", ")}: list each in server/access/fields.ts, a root field with its rule`,
    );
  }
}

function guardField(
  field: GraphQLField<unknown, Context>,
  rule: Exclude<RootClass, "OPEN">,
  isMutation: boolean,
): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  const refuse = async (context: Context) => {
    const { viewer } = context;
    if (viewer === null) {
      throw new InputError("UNAUTHENTICATED", "请先登录。", "Sign in first.");
    }
    if (rule !== "SIGNED_IN" && !isAllowed(viewer.role, rule)) {
      if (isMutation) await noteRefusal(context, field.name);
      throw new InputError(
        "FORBIDDEN",
        `您的岗位不能使用 ${field.name}。`,
        `Your post may not use ${field.name}.`,
      );
    }
  };
  field.resolve = async (source, args, context, info) => {
    await refuse(context);
    return resolve(source, args, context, info);
  };
  const { subscribe } = field;
  // Asked when somebody begins to listen, and by resolve again for every event.
  if (subscribe)
    field.subscribe = async (source, args, context, info) => {
      await refuse(context);
      return subscribe(source, args, context, info);
    };
}

const noteRefusal = ({ casework }: Context, fieldName: string) =>
  casework(({ record }) => record({ action: "access.refuse", kind: "Mutation", id: fieldName }));

/** Types that hold casework: what an open type's field must never lead to. */
export function typesBehind(schema: GraphQLSchema, rootFields: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const visit = (typeName: string) => {
    if (seen.has(typeName)) return;
    seen.add(typeName);
    const type = schema.getType(typeName);
    if (isAbstractType(type)) for (const member of schema.getPossibleTypes(type)) visit(member.name);
    if (isObjectType(type))
      for (const field of Object.values(type.getFields())) visit(String(field.type).replace(/[[\]!]/g, ""));
  };
  const roots = { ...schema.getQueryType()?.getFields(), ...schema.getMutationType()?.getFields() };
  for (const name of rootFields) visit(String(roots[name]?.type ?? "").replace(/[[\]!]/g, ""));
  return seen;
}
