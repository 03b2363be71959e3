/** Why a whole file was turned away before or beside its rows. Stable; sentences are not. */
export type RefusalCode =
  | "UsageUnclear"
  | "FileUnreadable"
  | "FileTooLarge"
  | "UnknownFormat"
  | "UnknownDataset"
  | "UnknownLayer"
  | "ArchiveRefused"
  | "UnknownCrs"
  | "ConfirmCrs"
  | "CrsContradicted"
  | "EncodingUnclear"
  | "SyntaxBroken"
  | "ColumnMissing"
  | "ColumnTwice"
  | "RowsContradict"
  | "ImportAlreadyRunning"
  | "Cancelled";

/** How to read the places of a file, where somebody has to confirm what was found. */
export interface CrsProposal {
  readonly crs: string;
  readonly swapAxes: boolean;
}

/** An import that cannot take place at all; told in one sentence with what to do. */
export class ImportRefused extends Error {
  override name = "ImportRefused";
  constructor(
    readonly code: RefusalCode,
    readonly zh: string,
    readonly en: string,
    readonly proposal?: CrsProposal,
  ) {
    super(en);
  }
}
