import { type LookupAddress, lookup as systemLookup } from "node:dns";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { hostOf, isReachable, type Reach, wrongUrl } from "./address.ts";

const PATIENCE_MS = 5_000;
const MOST_ANSWER_BYTES = 4_096;

/** All addresses of a name. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

export const resolveHost: Resolve = (host) =>
  new Promise((resolve, reject) =>
    systemLookup(host, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses))),
  );

export interface PostOptions {
  readonly reach: Reach;
  readonly resolve?: Resolve;
}

/** Whether a name resolves now, and to public addresses only: one that is not spoils all of them. */
export async function isPublicHost(
  host: string,
  { reach, resolve = resolveHost }: PostOptions,
): Promise<boolean> {
  if (isIP(host) > 0) return isReachable(host, reach);
  const addresses = await resolve(host).catch(() => []);
  return addresses.length > 0 && addresses.every(({ address }) => isReachable(address, reach));
}

/**
 * Looks a name up for a connection and gives it nothing but what was just checked: a name that answers differently a moment
 * later is connected to what it said here.
 */
const checkedLookup =
  ({ reach, resolve = resolveHost }: PostOptions): LookupFunction =>
  (host, options, callback) => {
    resolve(host).then(
      (addresses) => {
        const [first] = addresses;
        if (!first || !addresses.every(({ address }) => isReachable(address, reach)))
          callback(Object.assign(new Error("not a public address"), { code: "ENOTPUBLIC" }), "", 4);
        else if (options.all) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, "", 4),
    );
  };

/** What came of it: an HTTP status, or a few words. */
export interface Posted {
  readonly status: number | null;
  readonly error: string | null;
}

/** Sends a body once: no redirect is followed, five seconds in all, and little of the answer is read. */
export function post(
  address: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  options: PostOptions,
): Promise<Posted> {
  // Registered under other rules, or by other hands: asked again each time.
  if (wrongUrl(address, options.reach))
    return Promise.resolve({ status: null, error: "address not allowed" });
  const url = new URL(address);
  const request = url.protocol === "http:" ? requestHttp : requestHttps;
  return new Promise((resolve) => {
    const sent = request(
      {
        method: "POST",
        host: hostOf(url),
        port: url.port || (url.protocol === "http:" ? 80 : 443),
        path: `${url.pathname}${url.search}`,
        headers: {
          host: url.host,
          "content-type": "application/json; charset=utf-8",
          "content-length": Buffer.byteLength(body),
          "user-agent": "relapse-atlas-webhook",
          ...headers,
        },
        // A connection of its own: one that was kept would not be checked again.
        agent: false,
        lookup: checkedLookup(options),
        signal: AbortSignal.timeout(PATIENCE_MS),
      },
      (answer) => {
        let bytes = 0;
        answer.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > MOST_ANSWER_BYTES) answer.destroy();
        });
        answer.on("error", () => {});
        answer.on("close", () => resolve({ status: answer.statusCode ?? null, error: null }));
      },
    );
    sent.on("error", (error: NodeJS.ErrnoException) =>
      resolve({
        status: null,
        error: error.name === "AbortError" ? "no answer in 5 s" : (error.code ?? error.name),
      }),
    );
    sent.end(body);
  });
}
