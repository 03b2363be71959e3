import type { FastifyRequest } from "fastify";

export interface Link {
  readonly href: string;
  readonly rel: string;
  readonly type: string;
  readonly title?: string;
}

export const JSON_TYPE = "application/json";
export const GEOJSON_TYPE = "application/geo+json";
export const OPENAPI_TYPE = "application/vnd.oai.openapi+json;version=3.0";
export const SCHEMA_TYPE = "application/schema+json";

/**
 * Where clients reach this server: as the setting says, else as the request says it came. A proxy on this machine
 * is believed (X-Forwarded-Proto, -Host and -Prefix), any other one is not.
 */
export function baseUrl(request: FastifyRequest, publicUrl: string | null): string {
  if (publicUrl !== null) return publicUrl.replace(/\/+$/, "");
  const prefix = request.headers["x-forwarded-prefix"];
  const isProxied = request.ips !== undefined && request.ips.length > 1;
  const path =
    isProxied && typeof prefix === "string" && /^(\/[\w.~-]+)+\/?$/.test(prefix)
      ? prefix.replace(/\/$/, "")
      : "";
  return `${request.protocol}://${request.host}${path}`;
}

export const link = (href: string, rel: string, type: string = JSON_TYPE, title?: string): Link => ({
  href,
  rel,
  type,
  ...(title === undefined ? {} : { title }),
});

/** OGC API spells it `describedby`, RFC 8288 clients of older drafts `describedBy`: both, so that each finds it. */
export const describedBy = (href: string, type: string): Link[] => [
  link(href, "describedby", type),
  link(href, "describedBy", type),
];
