import type { Context } from "./context.ts";
import { Hub } from "./subscriptions/hub.ts";
import type { Reach } from "./webhooks/address.ts";

export interface AskedOperation {
  readonly query: string;
  readonly operationName?: string;
  readonly variables: Record<string, unknown>;
}

/** What a running server does beside answering; requests find it in their context. */
export interface Services {
  /** Tells whoever makes files here that one was asked for; elsewhere they look for themselves. */
  readonly wakeExports: () => void;
  /** Stores what was counted of keys so far, for who asks about it. */
  readonly flushUsage: () => Promise<void>;
  /** What an operation would cost by every check of /graphql, without running it. */
  readonly costOf: (
    asked: AskedOperation,
    context: Context,
  ) => Promise<{ cost: number; limit: number; error: string | undefined }>;
  /** Where webhooks may lead. */
  readonly webhookReach: Reach;
  /** Something may be due to be sent. */
  readonly wakeWebhooks: () => void;
  /** What subscriptions hear from. */
  readonly hub: Hub;
}

/** Of what runs without a server: it counts nothing, sends nothing and has no door. */
export const NO_SERVICES: Services = {
  wakeExports: () => {},
  flushUsage: () => Promise.resolve(),
  costOf: () => Promise.reject(new Error("there is no door to ask for a cost")),
  webhookReach: { loopback: false },
  wakeWebhooks: () => {},
  hub: new Hub(),
};
