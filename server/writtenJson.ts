import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getArgumentValues,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from "graphql";

/** A field as SQL that gives its JSON text and is never null; `detail` marks what the read model lacks. */
export interface JsonValue {
  readonly sql: string;
  /** Stands on both sides of what the SQL gives: a quotation mark. */
  readonly around?: string;
  readonly detail?: boolean;
}

/** A type as PostgreSQL writes it. Fields that are missing here take the general way. */
export interface JsonObject {
  readonly typename: string;
  readonly fields: Readonly<Record<string, JsonValue | JsonObject | JsonList>>;
  /** SQL that is true where the whole object is null. */
  readonly nullWhen?: string;
}

/** A list of all rows that belong to the object it stands in. */
export interface JsonList {
  readonly items: JsonObject;
  /** FROM and WHERE; may name the rows of the object it stands in, and `:values`. */
  readonly rows: string;
  readonly order: string;
  /** Values by the arguments of the field; a list without takes none. @throws InputError */
  readonly values?: (args: object) => Record<string, unknown>;
}

/** SQL of an object with what was selected of it. */
export interface JsonSql extends JsonValue {
  /** The values it names, from the variables of a request. @throws InputError for arguments that make no sense. */
  readonly values: (variables: Record<string, unknown>) => Record<string, unknown>;
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** One selected field of an object, under the name it has in the answer. */
export interface Selected {
  readonly key: string;
  readonly field: FieldNode;
}

type Values = JsonSql["values"];

/** Text that may hold anything. */
export const text = (sql: string) => ({ sql: `coalesce(to_json(${sql})::text, 'null')` });
/** Codes and other words of ours, without quotes or backslashes. */
export const word = (sql: string) => ({ sql: `coalesce('"' || ${sql} || '"', 'null')` });
/** The same where they are never null: half the steps for each row. */
export const certainWord = (sql: string) => ({ sql, around: '"' });
/** Numbers, true and false. */
export const plain = (sql: string) => ({ sql: `coalesce((${sql})::text, 'null')` });

/** Writes objects of a schema as SQL. One for each operation, so that the values of its lists have names of their own. */
export class JsonWriter {
  #lists = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Fragments,
  ) {}

  /** The fields of a selection with fragments unfolded; null for what takes the general way. */
  flatten(set: SelectionSetNode | undefined, typename: string): Selected[] | null {
    return flatten(set, typename, this.fragments);
  }

  /** SQL that writes one object with the selected fields, in their order; null when one takes the general way. */
  object(set: SelectionSetNode | undefined, shape: JsonObject): JsonSql | null {
    const selected = this.flatten(set, shape.typename);
    if (!selected) return null;
    let detail = false;
    const parts: string[] = [];
    const values: Values[] = [];
    // What is the same for every row is joined here, not a hundred times there.
    let constant = "{";
    for (const [index, { key, field }] of selected.entries()) {
      constant += `${index === 0 ? "" : ","}"${key}":`;
      if (field.name.value === "__typename") {
        constant += `"${shape.typename}"`;
        continue;
      }
      const value = this.#field(field, shape);
      if (!value) return null;
      if ("values" in value) values.push(value.values);
      detail ||= value.detail ?? false;
      parts.push(`'${constant}${value.around ?? ""}'`, value.sql);
      constant = value.around ?? "";
    }
    const written = `concat(${[...parts, `'${constant}}'`].join(", ")})`;
    return {
      sql: shape.nullWhen ? `case when ${shape.nullWhen} then 'null' else ${written} end` : written,
      detail,
      values: (variables) => Object.assign({}, ...values.map((read) => read(variables))),
    };
  }

  #field(field: FieldNode, shape: JsonObject): JsonValue | JsonSql | null {
    const name = field.name.value;
    const entry = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
    if (!entry) return null;
    if ("items" in entry) return this.#list(field, shape.typename, entry);
    if (field.arguments?.length) return null;
    return "sql" in entry ? entry : this.object(field.selectionSet, entry);
  }

  #list(field: FieldNode, typename: string, list: JsonList): JsonSql | null {
    const type = this.schema.getType(typename);
    const definition = isObjectType(type) ? type.getFields()[field.name.value] : undefined;
    const item = this.object(field.selectionSet, list.items);
    if (!definition || !item || item.detail) return null;
    this.#lists += 1;
    const prefix = `list${this.#lists}_`;
    const rows = list.rows.replaceAll(/(?<!:):([a-z]\w*)/g, `:${prefix}$1`);
    return {
      sql: `'[', (select string_agg(${item.sql}, ',' order by ${list.order}) ${rows}), ']'`,
      values: (variables) => {
        const own = list.values?.(getArgumentValues(definition, field, variables)) ?? {};
        const named = Object.entries(own).map(([name, value]) => [prefix + name, value]);
        return { ...Object.fromEntries(named), ...item.values(variables) };
      },
    };
  }
}

/** The fields of a selection with fragments unfolded; null for directives, foreign types and a name used twice. */
function flatten(
  set: SelectionSetNode | undefined,
  typename: string,
  fragments: Fragments,
): Selected[] | null {
  const selected: Selected[] = [];
  for (const selection of set?.selections ?? []) {
    if (selection.directives?.length) return null;
    if (selection.kind === Kind.FIELD) {
      selected.push({ key: (selection.alias ?? selection.name).value, field: selection });
      continue;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if ((fragment?.typeCondition?.name.value ?? typename) !== typename) return null;
    const inner = flatten(fragment?.selectionSet, typename, fragments);
    if (!inner) return null;
    selected.push(...inner);
  }
  return new Set(selected.map(({ key }) => key)).size === selected.length ? selected : null;
}
