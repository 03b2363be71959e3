import { randomBytes, randomUUID } from "node:crypto";
import { graphql } from "./atlas.ts";

export interface ExportAnswer {
  __typename?: string;
  id: string;
  code?: string;
  message?: string;
  state: string;
  rowsDone: number;
  rowsTotal: number | null;
  sizeBytes: number | null;
  sha256: string | null;
  isDemo: boolean | null;
  error: string | null;
  link: string | null;
  regionName: string | null;
}

const FIELDS = "id state rowsDone rowsTotal sizeBytes sha256 isDemo error link regionName";
const REQUEST = /* GraphQL */ `
  mutation ($id: ID!, $what: ExportWhat!, $format: ExportFormat!, $regionCode: String, $period: String, $where: ExportWhere, $secret: String) {
    requestExport(id: $id, what: $what, format: $format, regionCode: $regionCode, period: $period, where: $where, secret: $secret) {
      __typename ... on Export { ${FIELDS} } ... on Refused { code message } } }`;

export const newSecret = () => randomBytes(32).toString("base64url");

/** Asks for a file; what is refused comes as it is. */
export async function request(
  url: string,
  variables: Record<string, unknown>,
  headers: Record<string, string> = {},
) {
  const given = { id: randomUUID(), ...variables };
  const answer = await graphql<{ requestExport: ExportAnswer }>(url, REQUEST, given, headers);
  return { ...answer, made: answer.data?.requestExport, given };
}

export async function look(
  url: string,
  id: string,
  secret: string | null,
  headers: Record<string, string> = {},
): Promise<ExportAnswer | null> {
  const { data } = await graphql<{ export: ExportAnswer | null }>(
    url,
    `query ($id: ID!, $secret: String) { export(id: $id, secret: $secret) { ${FIELDS} } }`,
    { id, secret },
    headers,
  );
  return data.export;
}

/** Asks for a file and waits until it is over. */
export async function exported(
  url: string,
  variables: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<ExportAnswer & { secret: string | null }> {
  const secret = Object.keys(headers).length > 0 ? null : newSecret();
  const { made, given, errors } = await request(url, { secret, ...variables }, headers);
  if (made?.__typename !== "Export") throw new Error(`not made: ${JSON.stringify(errors ?? made)}`);
  return { ...(await over(url, given.id, secret, headers)), secret };
}

/** Waits until a file is whole, has failed or is given up. */
export async function over(
  url: string,
  id: string,
  secret: string | null,
  headers: Record<string, string> = {},
): Promise<ExportAnswer> {
  for (;;) {
    const seen = await look(url, id, secret, headers);
    if (seen === null) throw new Error(`${id} is nobody's`);
    if (!["QUEUED", "RUNNING"].includes(seen.state)) return seen;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export const fetchFile = (url: string, link: string | null, headers: Record<string, string> = {}) =>
  fetch(`${url}${link}`, { headers });
