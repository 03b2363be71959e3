import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readConfig, settings } from "../server/config.ts";

interface Service {
  image: string;
  environment?: Record<string, string | number>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  volumes?: string[];
}
const text = readFileSync(new URL("../docker-compose.yml", import.meta.url), "utf8");
const compose = parse(text, { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  configs: Record<string, unknown>;
};

describe("docker-compose.yml", () => {
  it("brings up PostGIS, a read replica and the server, each with a health check", () => {
    expect(Object.keys(compose.services).sort()).toEqual(["primary", "replica", "server"]);
    for (const service of Object.values(compose.services)) {
      expect(service.image).toMatch(/^[a-z]+(\/[a-z]+)?:\d/);
      expect(service.healthcheck?.test.length).toBeGreaterThan(1);
      for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(Object.keys(compose.services)).toContain(name);
        expect(condition).toBe("service_healthy");
      }
      for (const volume of service.volumes ?? []) {
        const [name = ""] = volume.split(":");
        if (!name.startsWith(".")) expect(Object.keys(compose.volumes)).toContain(name);
      }
    }
  });

  it("gives the server only settings it knows, with values it accepts", () => {
    const given = compose.services.server?.environment ?? {};
    const known = Object.values(settings).map((setting) => setting.variable);
    for (const name of Object.keys(given)) expect(known).toContain(name);
    const filled = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [
        name,
        String(value)
          .replace(/\$\{\w+:-([^}]*)\}/g, "$1")
          .replace(/\$\{\w+:\?[^}]*\}/g, "secret"),
      ]),
    );
    const config = readConfig(filled);
    expect(config.databaseUrl).toBe("postgres://atlas:secret@primary:5432/atlas");
    expect(config.replicaUrl).toBe("postgres://atlas:secret@replica:5432/atlas");
    expect(config.demoSize).toBe("none");
  });

  it("holds no secret and keeps values out of the database log", () => {
    expect(text).not.toMatch(/PASSWORD: [a-z0-9]/i);
    for (const setting of [
      "log_error_verbosity=terse",
      "log_min_error_statement=panic",
      "log_parameter_max_length=0",
    ])
      expect(text).toContain(setting);
  });
});
