import { ImportRefused } from "../refused.ts";

/** An object of a JSON text, cut out without being parsed. */
export interface JsonObject {
  /** A member of the "features" of an object, or an object that stands alone. */
  readonly isMember: boolean;
  /** Of an object with "features": without them. */
  readonly text: string;
  /** Where it begins, from 1. */
  readonly line: number;
  /** Its "features" were given one by one before it. */
  readonly hadMembers: boolean;
}

/** A feature of 200,000 vertices with all decimals has some 8 MB. */
const LONGEST_TEXT = 32 * 1_048_576;

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, COLON, COMMA] = [...'"\\{}[]:,'].map(
  (character) => character.charCodeAt(0),
);
const LINE_FEED = 10;
/** Stands before each text of a GeoJSON sequence, RFC 8142. */
const RECORD_SEPARATOR = 0x1e;
const isBlank = (code: number) => code === 32 || (code >= 9 && code <= 13) || code === RECORD_SEPARATOR;

/**
 * Cuts a FeatureCollection into its features, and a sequence into its objects, while it streams: parsing a file of
 * 100 MB whole blocks for two seconds and takes six times its size. Only brackets and quotes are looked at: what is
 * between them is for the parser.
 */
export class JsonObjects {
  #depth = 0;
  #isInText = false;
  #isEscaped = false;
  #line = 1;
  /** The last text read right inside the outermost object, and whether a list that follows holds its features. */
  #word = "";
  #key = "";
  #isInFeatures = false;
  #hadMembers = false;
  #shell = "";
  #member = "";
  #shellLine = 1;
  #memberLine = 1;

  /** @throws ImportRefused where an object stands that is too long, or text where none can be. */
  *read(piece: string): Generator<JsonObject> {
    // Where in the piece the object begins that is being cut out; before the piece when at 0.
    let from = 0;
    const isInMember = () => this.#isInFeatures && this.#depth > 2;
    for (let at = 0; at < piece.length; at += 1) {
      const code = piece.charCodeAt(at);
      if (code === LINE_FEED) this.#line += 1;
      if (this.#isInText) {
        this.#readText(code, piece, at);
        continue;
      }
      if (code === QUOTE && this.#depth > 0) {
        if (this.#isInFeatures && this.#depth === 2) this.#refuse();
        this.#isInText = true;
        if (this.#depth === 1) this.#word = "";
      } else if (code === OPEN || code === OPEN_LIST) {
        if (this.#depth === 0) {
          if (code === OPEN_LIST) this.#refuse();
          [from, this.#shell, this.#hadMembers, this.#shellLine] = [at, "", false, this.#line];
        } else if (this.#isInFeatures && this.#depth === 2) {
          if (code === OPEN_LIST) this.#refuse();
          [from, this.#member, this.#memberLine] = [at, "", this.#line];
        }
        if (this.#depth === 1 && code === OPEN_LIST && this.#key === "features" && !this.#hadMembers) {
          this.#shell = this.#grown(this.#shell, piece.slice(from, at + 1));
          [this.#isInFeatures, this.#hadMembers] = [true, true];
        }
        this.#depth += 1;
      } else if (code === CLOSE || code === CLOSE_LIST) {
        this.#depth -= 1;
        if (this.#depth < 0) this.#refuse();
        if (this.#isInFeatures && this.#depth === 2) {
          const text = this.#grown(this.#member, piece.slice(from, at + 1));
          yield { isMember: true, text, line: this.#memberLine, hadMembers: false };
        } else if (this.#isInFeatures && this.#depth === 1) {
          this.#isInFeatures = false;
          from = at;
        } else if (this.#depth === 0) {
          const text = this.#grown(this.#shell, piece.slice(from, at + 1));
          yield { isMember: false, text, line: this.#shellLine, hadMembers: this.#hadMembers };
        }
      } else if (code === COLON && this.#depth === 1) this.#key = this.#word;
      else if ((this.#depth === 0 || (this.#isInFeatures && this.#depth === 2)) && !isBlank(code)) {
        if (this.#depth === 0 || code !== COMMA) this.#refuse();
      }
    }
    if (isInMember()) this.#member = this.#grown(this.#member, piece.slice(from));
    else if (this.#depth > 0 && !this.#isInFeatures)
      this.#shell = this.#grown(this.#shell, piece.slice(from));
  }

  /** @throws ImportRefused when the last object has no end. */
  end(): void {
    if (this.#depth > 0 || this.#isInText) this.#refuse();
  }

  #readText(code: number, piece: string, at: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (code === BACKSLASH) this.#isEscaped = true;
    else if (code === QUOTE) this.#isInText = false;
    else if (this.#depth === 1 && this.#word.length < 20) this.#word += piece[at];
  }

  #grown(text: string, more: string): string {
    if (text.length + more.length <= LONGEST_TEXT) return text + more;
    throw new ImportRefused(
      "SyntaxBroken",
      `第 ${this.#line} 行前的一个要素超过 32 MB；请先简化它的图形。`,
      `A feature before line ${this.#line} has more than 32 MB; simplify its shape first.`,
    );
  }

  #refuse(): never {
    throw new ImportRefused(
      "SyntaxBroken",
      `第 ${this.#line} 行 JSON 语法错误：括号、引号不成对，或内容不是要素；请重新导出 GeoJSON。`,
      `Line ${this.#line}: JSON syntax: brackets or quotes do not pair, or what stands there is no feature; export the GeoJSON again.`,
    );
  }
}
