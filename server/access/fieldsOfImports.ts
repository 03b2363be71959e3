import type { Permission } from "./rules.ts";

/** Root fields of imports: see fields.ts, which takes them in. Whose import it is, the database asks. */
export const IMPORT_ROOTS = {
  importDatasets: "import.run",
  importJob: "import.run",
  importJobs: "import.run",
  startImport: "import.run",
  probeImport: "import.run",
  cancelImport: "import.run",
} as const satisfies Record<string, Permission>;

/** Their types, each field by name. A probe repeats rows of the uploader's own file, and goes to the uploader alone. */
export const IMPORT_FIELDS = {
  ImportJob:
    "id fileName byteLength state dataset layer crs swapAxes mapping mode dryRun phase rows report refusal hasErrorFile hasFile createdAt startedAt endedAt rowVersion probe handle",
  MatchedColumn: "key header",
  ImportDataset: "name label columns",
  ImportColumn: "key label isRequired",
  ImportProbe: "format encoding layers layer headers declaredCrs detected sample datasets places saved",
  DetectedCrs: "crs swapAxes isCertain message",
  FittingDataset: "name mapping missing",
  SavedMapping: "dataset mapping crs swapAxes isMine",
  ImportReport: "sha256 format encoding layer crs rows ignored problems problemCount badRows warnings counts",
  ImportProblem: "row column code value message",
  ImportCount: "key count",
  ImportRefusal: "code message proposedCrs proposedSwapAxes",
} as const;
