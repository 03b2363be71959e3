import type { DocumentNode, ExecutionResult } from "graphql";
import { LRUCache } from "lru-cache";
import type { Context } from "./context.ts";
import type { Costs, Spend } from "./cost.ts";

/** Answers a query, errors and all. */
export type Run = (context: Context, variables: Record<string, unknown>) => Promise<ExecutionResult>;

interface Known {
  readonly document: DocumentNode;
  readonly run: Run;
}

/** What a request asks for, as its body says it. */
interface Asked {
  readonly query: string;
  readonly operationName: string;
  readonly variables: Record<string, unknown>;
}

/**
 * Queries that were parsed, checked and answered before. Sent again, they need nothing of what Apollo does for a
 * new one, which took a fifth of the server's time for a page of villages. Whatever is not plainly such a request is
 * left to Apollo, which then says what is wrong with it.
 */
export class RepeatedOperations {
  readonly #known = new LRUCache<string, Known>({
    maxSize: 4_000_000,
    sizeCalculation: (_, key) => key.length,
  });

  constructor(
    private readonly costOf: Costs,
    private readonly costLimit: number,
    private readonly spend: Spend,
  ) {}

  /** Only for an operation that has passed every check. */
  remember(query: string, operationName: string, known: Known): void {
    this.#known.set(keyOf(query, operationName), known);
  }

  /** The answer, with the cost of the operation; null when Apollo has to answer. */
  async answer(body: unknown, accept: string | undefined, context: Context): Promise<ExecutionResult | null> {
    // Anything else is negotiated.
    if (accept !== undefined && accept !== "*/*" && accept !== "application/json") return null;
    const asked = readBody(body);
    const known = asked && this.#known.get(keyOf(asked.query, asked.operationName));
    if (!known) return null;
    const cost = await this.#affordable(known.document, asked, context);
    if (cost === null) return null;
    return { ...(await known.run(context, asked.variables)), extensions: { cost } };
  }

  async #affordable(
    document: DocumentNode,
    { operationName, variables }: Asked,
    context: Context,
  ): Promise<number | null> {
    try {
      const cost = this.costOf(document, operationName, variables);
      if (cost > this.costLimit) return null;
      await this.spend(context, cost, { document, operationName, variables });
      return cost;
    } catch {
      // Variables that do not fit, or a budget that is used up: Apollo says so.
      return null;
    }
  }
}

const keyOf = (query: string, operationName: string) => `${operationName}\n${query}`;

/** Null for anything but a text, a name and variables. */
function readBody(body: unknown): Asked | null {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return null;
  const { query, operationName, variables, extensions } = body as Record<string, unknown>;
  if (typeof query !== "string" || (extensions ?? null) !== null) return null;
  // An empty name is one that no operation has.
  if (operationName === "" || !["string", "undefined"].includes(typeof (operationName ?? undefined)))
    return null;
  const given = variables ?? {};
  if (typeof given !== "object" || Array.isArray(given)) return null;
  return { query, operationName: String(operationName ?? ""), variables: given as Record<string, unknown> };
}
