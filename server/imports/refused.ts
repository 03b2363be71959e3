/** Why a whole file was turned away before or beside its rows. Stable; sentences are not. */
export type RefusalCode =
  | "UsageUnclear"
  | "FileUnreadable"
  | "FileTooLarge"
  | "UnknownFormat"
  | "UnknownDataset"
  | "UnknownCrs"
  | "CrsContradicted"
  | "EncodingUnclear"
  | "SyntaxBroken"
  | "ColumnMissing"
  | "ColumnTwice"
  | "ImportAlreadyRunning";

/** An import that cannot take place at all; told in one sentence with what to do. */
export class ImportRefused extends Error {
  override name = "ImportRefused";
  constructor(
    readonly code: RefusalCode,
    readonly zh: string,
    readonly en: string,
  ) {
    super(en);
  }
}
