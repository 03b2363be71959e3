/** Files made in the background: asked for by anybody, of casework only with the permission of the list itself. */
export const EXPORT_ROOTS = {
  export: "OPEN",
  exports: "SIGNED_IN",
  requestExport: "OPEN",
  cancelExport: "OPEN",
} as const;

/** What a file is of and how far it is; the rows themselves stand in no type. */
export const EXPORT_FIELDS = {
  Export:
    "id what format state regionCode regionName period rowsDone rowsTotal sizeBytes sha256 isDemo requestedAt expiresAt error link",
  ExportConnection: "edges nodes pageInfo totalCount",
  ExportEdge: "cursor node",
} as const;
