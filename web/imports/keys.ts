const embedded = () => null;

/** Parts of an import without an identity of their own. */
export const importKeys = {
  MatchedColumn: embedded,
  ImportDataset: embedded,
  ImportColumn: embedded,
  ImportProbe: embedded,
  DetectedCrs: embedded,
  FittingDataset: embedded,
  SavedMapping: embedded,
  ImportReport: embedded,
  ImportProblem: embedded,
  ImportCount: embedded,
  ImportRefusal: embedded,
};
