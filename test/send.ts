import { expect } from "vitest";
import { ERROR_CODES } from "../server/errors.ts";
import { statementsOf } from "./atlas.ts";

export const JSON_TYPE = { "content-type": "application/json" };

interface Refusal {
  errors: { message: string; extensions: { code: string } }[];
  data?: unknown;
}

/** Sends anything; whatever comes back must be JSON with codes of the closed list, small and without a stack. */
export async function send(url: string, init: RequestInit, path = "/graphql") {
  const response = await fetch(`${url}${path}`, init);
  const text = await response.text();
  expect(response.headers.get("content-type")).toContain("application/json");
  const body = JSON.parse(text) as Refusal;
  for (const error of body.errors ?? [])
    expect(ERROR_CODES, text.slice(0, 200)).toContain(error.extensions.code);
  if (body.errors && !body.data) expect(Buffer.byteLength(text)).toBeLessThan(2048);
  expect(text).not.toMatch(/node_modules|\.js:\d+|at \w+ \(/);
  expect(response.status, text.slice(0, 200)).toBeLessThan(500);
  return {
    status: response.status,
    code: body.errors?.[0]?.extensions.code,
    statements: statementsOf(response),
    body,
  };
}
export const post = (url: string, query: string, variables: object = {}) =>
  send(url, { method: "POST", headers: JSON_TYPE, body: JSON.stringify({ query, variables }) });
export const raw = (url: string, body: string, headers: Record<string, string> = JSON_TYPE) =>
  send(url, { method: "POST", headers, body });
