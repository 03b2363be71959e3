import { existsSync, readdirSync, readFileSync } from "node:fs";

/** A request that anybody can send; a test sends each of them. */
export interface Example {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** As the page prints it. */
  readonly shown: string;
}

/** Every example by its name, sorted. They stand in test/examples/docs, and the build puts a copy beside the server. */
export function readExamples(): ReadonlyMap<string, Example> {
  const folder = [
    new URL("../documents/examples/", import.meta.url),
    new URL("../../test/examples/docs/", import.meta.url),
  ].find((each) => existsSync(each));
  if (!folder) return new Map();
  return new Map(
    readdirSync(folder)
      .sort()
      .map((file) => readExample(file, readFileSync(new URL(file, folder), "utf8")))
      .map((example) => [example.name, example]),
  );
}

function readExample(file: string, text: string): Example {
  const told = (name: string) => new RegExp(`^# ${name}: (.+)$`, "m").exec(text)?.[1] ?? null;
  const name = file.replace(/\.\w+$/, "");
  const shown = text.replace(/^# .*\n/gm, "").trim();
  const head = { name, zh: told("zh") ?? name, en: told("en") ?? name };
  if (file.endsWith(".graphql")) {
    const variables = told("variables");
    return {
      ...head,
      method: "POST",
      path: "/graphql",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        query: shown,
        ...(variables ? { variables: JSON.parse(variables) as unknown } : {}),
      }),
      shown: variables ? `${shown}\n\n# variables\n${variables}` : shown,
    };
  }
  const [top = "", ...rest] = shown.split("\n\n");
  const [request = "", ...headers] = top.split("\n");
  const [method = "GET", path = "/"] = request.split(" ");
  return {
    ...head,
    method,
    path,
    headers: Object.fromEntries(headers.map((line) => line.split(/: (.*)/s).slice(0, 2))),
    body: rest.length > 0 ? rest.join("\n\n") : null,
    shown,
  };
}
