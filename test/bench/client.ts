import { Agent, request } from "node:http";

export interface Answer {
  status: number;
  body: Buffer;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Plain node:http with connections kept: fetch would cost the measuring process more than the server. */
export function send(url: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { agent, method: body === undefined ? "GET" : "POST", headers },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks) }));
        answer.on("error", reject);
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

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
