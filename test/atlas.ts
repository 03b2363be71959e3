import { inject } from "vitest";

/** The servers under test: always the embedded one, and one on PostgreSQL where there is one. */
export const atlases = inject("atlases");

export interface GraphqlAnswer<Data> {
  status: number;
  data: Data;
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string } }[];
  extensions?: { cost?: number };
  /** SQL statements the operation ran, as the server counted them. */
  statements: number;
}

/** Posts an operation, like any client. */
export async function graphql<Data = Record<string, unknown>>(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<GraphqlAnswer<Data>> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as Omit<GraphqlAnswer<Data>, "status" | "statements">;
  return { ...body, status: response.status, statements: statementsOf(response) };
}

/** Number of SQL statements a response says it took. */
export function statementsOf(response: Response): number {
  return Number(/"(\d+) statements"/.exec(response.headers.get("server-timing") ?? "")?.[1] ?? Number.NaN);
}
