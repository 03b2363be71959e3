import { type Answer, send } from "../rawHttp.ts";

/** Posts an operation and gives the bytes of its answer. @throws Error with the answer when it holds errors. */
export async function postGraphql(
  url: string,
  query: string,
  variables: Record<string, unknown>,
): Promise<Answer> {
  const answer = await send(
    `${url}/graphql`,
    { "content-type": "application/json" },
    JSON.stringify({ query, variables }),
  );
  if (answer.status !== 200 || answer.body.subarray(0, 10).includes("errors"))
    throw new Error(`GraphQL answered ${answer.status}: ${answer.body.toString().slice(0, 500)}`);
  return answer;
}

/** Gets a tile; 204 is an empty one. */
export async function getTile(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await send(url, headers);
  if (answer.status !== 200 && answer.status !== 204 && answer.status !== 304)
    throw new Error(`${url} answered ${answer.status}`);
  return answer;
}
