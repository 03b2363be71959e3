import { graphql, type ResultOf, type VariablesOf } from "../api.ts";

export const IMPORT_JOB = graphql(`
  query ImportJob($id: ID!) {
    importJob(id: $id) {
      id fileName byteLength state dataset layer crs swapAxes mode dryRun phase rows handle
      hasErrorFile hasFile rowVersion startedAt endedAt
      mapping { key header }
      probe {
        format encoding layers layer headers declaredCrs sample places
        detected { crs swapAxes isCertain message }
        datasets { name missing mapping { key header } }
        saved { dataset crs swapAxes isMine mapping { key header } }
      }
      report {
        sha256 format encoding layer crs rows ignored problemCount badRows
        problems { row column code value message }
        warnings { row column code value message }
        counts { key count }
      }
      refusal { code message proposedCrs proposedSwapAxes }
    }
  }
`);
export type Job = NonNullable<ResultOf<typeof IMPORT_JOB>["importJob"]>;
export type Probe = NonNullable<Job["probe"]>;
export type Report = NonNullable<Job["report"]>;

export const IMPORT_JOBS = graphql(`
  query ImportJobs {
    importJobs { id fileName byteLength state dataset dryRun hasFile hasErrorFile createdAt endedAt rowVersion }
  }
`);

export type PastImport = ResultOf<typeof IMPORT_JOBS>["importJobs"][number];

export const IMPORT_DATASETS = graphql(`
  query ImportDatasets {
    importDatasets { name label columns { key label isRequired } }
  }
`);
export type Dataset = ResultOf<typeof IMPORT_DATASETS>["importDatasets"][number];

export const START = graphql(`
  mutation StartImport(
    $id: ID!, $rowVersion: Int!, $dataset: String!, $layer: String, $crs: String, $swapAxes: Boolean,
    $mapping: [MatchedColumnInput!], $mode: ImportMode!, $dryRun: Boolean!
  ) {
    deed: startImport(
      id: $id, rowVersion: $rowVersion, dataset: $dataset, layer: $layer, crs: $crs, swapAxes: $swapAxes,
      mapping: $mapping, mode: $mode, dryRun: $dryRun
    ) {
      __typename
      ... on ImportJob { id state handle rowVersion phase rows dataset layer crs swapAxes mode dryRun mapping { key header } refusal { code } }
      ... on Refused { message guards }
    }
  }
`);
export type StartVariables = VariablesOf<typeof START>;

export const PROBE = graphql(`
  mutation ProbeImport($id: ID!, $rowVersion: Int!, $layer: String) {
    deed: probeImport(id: $id, rowVersion: $rowVersion, layer: $layer) {
      __typename
      ... on ImportJob { id state rowVersion layer crs swapAxes }
      ... on Refused { message guards }
    }
  }
`);

export const CANCEL = graphql(`
  mutation CancelImport($id: ID!) {
    deed: cancelImport(id: $id) {
      __typename
      ... on ImportJob { id state rowVersion }
      ... on Refused { message guards }
    }
  }
`);
