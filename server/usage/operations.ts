import { createHash } from "node:crypto";
import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  parse,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { LRUCache } from "lru-cache";

/** What is counted of a document: no value of it. */
export interface Operation {
  readonly name: string;
  readonly hash: string;
  /** Fields, arguments and enum values that the contract calls deprecated. */
  readonly deprecated: readonly string[];
}

const UNREADABLE: Operation = { name: "unreadable", hash: "", deprecated: [] };

/** Tells operations apart by name and by the document without its values; each text is read once. */
export class Operations {
  readonly #known = new LRUCache<string, Operation>({
    maxSize: 4_000_000,
    sizeCalculation: (_, key) => key.length + 1,
  });

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly mostTokens: number,
  ) {}

  read(text: string, name: string | null): Operation {
    const key = `${name ?? ""}\n${text}`;
    const known = this.#known.get(key) ?? this.#look(text, name);
    this.#known.set(key, known);
    return known;
  }

  #look(text: string, name: string | null): Operation {
    try {
      const document = parse(text, { maxTokens: this.mostTokens, noLocation: true });
      const named = name ?? getOperationAST(document)?.name?.value ?? "";
      const hash = createHash("sha256")
        .update(print(withoutValues(document)))
        .digest("hex")
        .slice(0, 16);
      return { name: named.slice(0, 100), hash, deprecated: deprecatedIn(this.schema, document) };
    } catch {
      return UNREADABLE;
    }
  }
}

/** Names, numbers and places that a document holds in the clear must not be told apart by its hash, nor be many. */
const withoutValues = (document: DocumentNode): DocumentNode =>
  visit(document, {
    [Kind.INT]: () => ({ kind: Kind.INT, value: "0" }),
    [Kind.FLOAT]: () => ({ kind: Kind.INT, value: "0" }),
    [Kind.STRING]: () => ({ kind: Kind.STRING, value: "" }),
    [Kind.LIST]: () => ({ kind: Kind.LIST, values: [] }),
  });

export function deprecatedIn(schema: GraphQLSchema, document: DocumentNode): string[] {
  const found = new Set<string>();
  const types = new TypeInfo(schema);
  const look = () => {
    const [parent, field, argument, value] = [
      types.getParentType(),
      types.getFieldDef(),
      types.getArgument(),
      types.getEnumValue(),
    ];
    if (field?.deprecationReason != null) found.add(`${parent?.name}.${field.name}`);
    if (field && argument?.deprecationReason != null)
      found.add(`${parent?.name}.${field.name}(${argument.name})`);
    if (value?.deprecationReason != null)
      found.add(`${types.getInputType()}.${value.name}`.replace(/[![\]]/g, ""));
  };
  const enter = { enter: look };
  visit(
    document,
    visitWithTypeInfo(types, { [Kind.FIELD]: enter, [Kind.ARGUMENT]: enter, [Kind.ENUM]: enter }),
  );
  return [...found].sort();
}
