import { GraphQLScalarType } from "graphql";
import { say } from "./describe.ts";

/** Money in fen: a JSON number while it is exact, text beyond 2^53. Output only. */
export const Money = new GraphQLScalarType({
  name: "Money",
  description: say("金额，整数分；超过 2^53 时为文本", "Money in whole fen; text beyond 2^53"),
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc8259#section-6",
  serialize: (value) => {
    const fen = BigInt(value as string | number | bigint);
    return fen <= BigInt(Number.MAX_SAFE_INTEGER) && fen >= BigInt(Number.MIN_SAFE_INTEGER)
      ? Number(fen)
      : String(fen);
  },
});
