/** What a section tells of what an operation may be. */
export interface Limits {
  readonly tokens: number;
  readonly depth: number;
  readonly aliases: number;
  readonly cost: number;
}

/**
 * A section of the guide. Another door of the API gets a section of its own in zh.ts and en.ts, after `bulk` and with the
 * same id in both, and its examples in test/examples/docs: keys and their usage, the feed of changes, webhooks.
 */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** Paragraphs; what stands between backquotes is printed as code. */
  readonly text: readonly string[];
  readonly examples: readonly string[];
  /** Followed by the closed list of error codes. */
  readonly codes?: boolean;
}

export type KindOfType = "OBJECT" | "INTERFACE" | "UNION" | "ENUM" | "INPUT_OBJECT" | "SCALAR";

export interface Words {
  readonly title: string;
  readonly product: string;
  readonly skip: string;
  readonly back: string;
  readonly otherLanguage: string;
  readonly contents: string;
  readonly reference: string;
  readonly referenceText: (types: number, fields: number) => string;
  readonly search: string;
  readonly find: string;
  readonly found: (count: number, text: string) => string;
  readonly most: (count: number) => string;
  readonly kinds: Readonly<Record<KindOfType, string>>;
  readonly arguments: string;
  readonly fields: string;
  readonly values: string;
  readonly members: string;
  readonly usedBy: string;
  readonly whoMay: string;
  readonly open: string;
  readonly signedIn: string;
  readonly byDefault: (value: string) => string;
  readonly noType: (name: string) => string;
  readonly sections: (limits: Limits) => readonly Section[];
}
