import { graphql, type ResultOf } from "../api.ts";

export const REQUEST = graphql(`
  mutation RequestExport($id: ID!, $what: ExportWhat!, $format: ExportFormat!, $regionCode: String, $period: String, $where: ExportWhere, $secret: String) {
    deed: requestExport(id: $id, what: $what, format: $format, regionCode: $regionCode, period: $period, where: $where, secret: $secret) {
      __typename
      ... on Export { id state }
      ... on Refused { message guards }
    }
  }
`);
export const CANCEL = graphql(`
  mutation CancelExport($id: ID!, $secret: String) {
    deed: cancelExport(id: $id, secret: $secret) {
      __typename
      ... on Export { id state }
      ... on Refused { message guards }
    }
  }
`);
export const EXPORT = graphql(`
  query Export($id: ID!, $secret: String) {
    export(id: $id, secret: $secret) {
      id what format state regionName period rowsDone rowsTotal sizeBytes isDemo expiresAt error link
    }
  }
`);
export const EXPORTS = graphql(`
  query Exports {
    exports(first: 50) { nodes { id } }
  }
`);

export type ExportFile = NonNullable<ResultOf<typeof EXPORT>["export"]>;
export type What = ExportFile["what"];
export type Format = ExportFile["format"];
