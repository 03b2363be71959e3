import { tokenHash } from "../access/viewer.ts";
import type { Context } from "../context.ts";

/** Who asked for a file, as its row knows it, and the token of its link. */
export interface Maker {
  readonly values: {
    readonly person: string | null;
    readonly key: Buffer | null;
    readonly secretHash: Buffer | null;
  };
  /** A secret of the holder, or a code that only this server can make for the person: no token is kept anywhere. */
  readonly tokenOf: (id: string) => string;
}

const SECRET = /^[A-Za-z0-9_-]{32,128}$/;

/** Null where nobody is signed in and no secret is given that could be one. */
export function makerOf(
  { viewer, token, keys }: Pick<Context, "viewer" | "token" | "keys">,
  secret: string | null | undefined,
): Maker | null {
  if (viewer !== null) {
    const key = viewer.channel === "API_KEY" && token !== null ? tokenHash(token) : null;
    return {
      values: { person: viewer.personId, key, secretHash: null },
      tokenOf: (id) =>
        keys
          .blind(`export file ${id} of ${viewer.personId} ${key?.toString("hex") ?? ""}`)
          .toString("base64url"),
    };
  }
  if (secret == null || !SECRET.test(secret)) return null;
  return { values: { person: null, key: null, secretHash: tokenHash(secret) }, tokenOf: () => secret };
}
