import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { relayStylePagination } from "@apollo/client/utilities";
import { preset } from "@graphql-codegen/client-preset";
import { codegen } from "@graphql-codegen/core";
import { type StyleSpecification, validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { Client, fetchExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { relayPagination } from "@urql/exchange-graphcache/extras";
import { buildSchema, parse } from "graphql";
import { afterAll, describe, expect, it } from "vitest";
import { atlases } from "./atlas.ts";
import codegenConfig from "./examples/partner/codegen.ts";
import { sqlOn } from "./tileClient.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const sdl = readFileSync(join(root, "server/schema.graphql"), "utf8");
const COUNTY = "360827";
const { url, databaseUrl } = atlases.at(-1) ?? { url: "", databaseUrl: "" };

const folders: string[] = [];
/** A folder in which programs find the packages of this one. */
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "atlas-clients-"));
  folders.push(folder);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const run = (folder: string, program: string, ...args: string[]) =>
  spawnSync(process.execPath, [join(root, "node_modules", program), ...args], {
    cwd: folder,
    encoding: "utf8",
  });

const codesInOrder = async () =>
  (
    await sqlOn<{ code: string }>(
      databaseUrl,
      "select code from atlas.villages where county_code = $1 order by code",
      [COUNTY],
    )
  ).map(({ code }) => code);

describe("relay-compiler", () => {
  const SAMPLE = `import { graphql } from "react-relay";
graphql\`
  fragment Villages_region on Region
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" })
  @refetchable(queryName: "VillagesPageQuery") {
    villages(first: $count, after: $cursor) @connection(key: "Villages_villages") {
      edges { node { id name risk { scoreShown level } } }
    }
  }
\`;
graphql\`query VillagesQuery($code: String!) { region(code: $code) { name ...Villages_region } }\`;
graphql\`
  mutation VillagesSignOutMutation { signOut }
\`;
`;
  function compile(schema: string) {
    const folder = newFolder();
    writeFileSync(join(folder, "schema.graphql"), schema);
    writeFileSync(join(folder, "Villages.js"), SAMPLE);
    writeFileSync(
      join(folder, "relay.config.json"),
      JSON.stringify({
        src: ".",
        schema: "schema.graphql",
        language: "javascript",
        excludes: ["node_modules/**"],
      }),
    );
    return { folder, ...run(folder, "relay-compiler/cli.js", "relay.config.json") };
  }

  it("compiles a paged and refetchable fragment against the contract", () => {
    const { status, stdout, stderr, folder } = compile(sdl);
    expect([status, stdout + stderr]).toEqual([0, expect.stringContaining("compiled")]);
    const made = readdirSync(join(folder, "__generated__"));
    expect(made).toContain("VillagesPageQuery.graphql.js");
    expect(readFileSync(join(folder, "__generated__/VillagesPageQuery.graphql.js"), "utf8")).toContain(
      "node(id: $id)",
    );
  });

  it("would refuse a contract whose pages do not say where they end", () => {
    const { status, stdout, stderr } = compile(sdl.replace(/^ {2}endCursor: String$/m, ""));
    expect(status).not.toBe(0);
    expect(stdout + stderr).toContain("endCursor");
  });
});

describe("the partner's application", () => {
  it("is generated, fits its types, and prints every village of a county as SQL has them", async () => {
    const folder = newFolder();
    cpSync(join(root, "test/examples/partner"), folder, { recursive: true });
    const contract = await (await fetch(`${url}/schema.graphql`)).text();
    const text = readFileSync(join(folder, "src/villages.graphql"), "utf8");
    const out = codegenConfig.generates["src/gen/"];
    const files = await preset.buildGeneratesSection({
      baseOutputDir: join(folder, "src/gen/"),
      schema: parse(contract),
      schemaAst: buildSchema(contract),
      documents: [{ location: "src/villages.graphql", rawSDL: text, document: parse(text) }],
      presetConfig: out.presetConfig,
      config: { ...out.config, importExtension: ".ts" },
      plugins: [],
      pluginMap: {},
      pluginContext: {},
    });
    mkdirSync(join(folder, "src/gen"));
    // Side by side: the persisted documents wait for what another file collects.
    await Promise.all(
      files.map(async (file) =>
        writeFileSync(file.filename, await codegen({ ...file, cache: async (_k, _n, make) => make() })),
      ),
    );
    const checked = run(folder, "typescript/bin/tsc", "--noEmit", "-p", folder);
    expect([checked.status, checked.stdout]).toEqual([0, ""]);
    const ran = run(folder, "tsx/dist/cli.mjs", "src/main.ts", url, COUNTY);
    expect([ran.status, ran.stderr]).toEqual([0, ""]);
    const printed = ran.stdout
      .trim()
      .split("\n")
      .map((line) => line.split("\t"));
    expect(printed.map(([code]) => code)).toEqual(await codesInOrder());
    const scores = await sqlOn<{ code: string; score: number; level: string }>(
      databaseUrl,
      `select village_code as code, score, level from atlas.current_village_risks
       where period = (select max(period) from atlas.current_village_risks) and left(village_code, 6) = $1 and score is not null`,
      [COUNTY],
    );
    expect(scores.length).toBeGreaterThan(50);
    for (const { code, score, level } of scores) {
      const line = printed.find(([each]) => each === code);
      expect([code, Number(line?.[2]), line?.[3]]).toEqual([code, Math.floor(score * 10 + 0.5) / 10, level]);
    }
  });
});

const PAGE = gql`
  query Page($county: String!, $first: Int!, $after: String) {
    villages(within: $county, first: $first, after: $after) {
      edges { cursor node { id code name } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`;
interface PageData {
  villages: {
    edges: { node: { code: string } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}
const codesOf = (data: PageData | null | undefined) => data?.villages.edges.map(({ node }) => node.code);

describe("Apollo Client", () => {
  it("pages with relayStylePagination by the published policies, and finds fragments by the published types", async () => {
    const fetched = async <Content>(path: string) => (await (await fetch(`${url}${path}`)).json()) as Content;
    const published =
      await fetched<Record<string, { keyFields?: false; fields?: Record<string, { keyArgs: string[] }> }>>(
        "/typePolicies.json",
      );
    const possibleTypes = await fetched<Record<string, string[]>>("/possibleTypes.json");
    const schema = buildSchema(sdl);
    for (const [name, members] of Object.entries(possibleTypes)) {
      const type = schema.getType(name);
      expect(
        type && "getTypes" in type
          ? type
              .getTypes()
              .map((each) => each.name)
              .sort()
          : members,
      ).toEqual(members);
    }
    expect(possibleTypes.Node).toContain("Village");
    const typePolicies = Object.fromEntries(
      Object.entries(published).map(([type, { fields = {}, ...policy }]) => [
        type,
        {
          ...policy,
          fields: Object.fromEntries(
            Object.entries(fields).map(([field, { keyArgs }]) => [field, relayStylePagination(keyArgs)]),
          ),
        },
      ]),
    );
    const client = new ApolloClient({
      cache: new InMemoryCache({ typePolicies, possibleTypes }),
      // Registers its operations: first the digest alone, then with the text.
      link: ApolloLink.from([
        new PersistedQueryLink({
          sha256: (text: string) => createHash("sha256").update(text).digest("hex"),
        }),
        new HttpLink({ uri: `${url}/graphql` }),
      ]),
    });
    const all = await codesInOrder();
    const page = async (first: number, after: string | null) =>
      (
        await client.query<PageData>({
          query: PAGE,
          variables: { county: COUNTY, first, after },
          fetchPolicy: "network-only",
        })
      ).data;
    const one = await page(40, null);
    const two = await page(25, one?.villages.pageInfo.endCursor ?? null);
    await page(10, two?.villages.pageInfo.endCursor ?? null);
    const merged = client.readQuery<PageData>({ query: PAGE, variables: { county: COUNTY, first: 1 } });
    expect(codesOf(merged)).toEqual(all.slice(0, 75));
    expect(merged?.villages.pageInfo.hasNextPage).toBe(true);
    // Another place is another list.
    await client.query({ query: PAGE, variables: { county: "luoxiao", first: 5, after: null } });
    expect(
      codesOf(client.readQuery<PageData>({ query: PAGE, variables: { county: COUNTY, first: 1 } })),
    ).toHaveLength(75);
    const NODE = gql`
      query Thing($id: ID!) { node(id: $id) { id ... on Village { name } ... on Region { kind } } }
    `;
    const { data } = await client.query<{ node: { __typename: string; name?: string } }>({
      query: NODE,
      variables: { id: `Village:${all[0]}` },
    });
    expect(data?.node.name).toEqual(expect.any(String));
    expect(
      client.readQuery<{ node: object }>({ query: NODE, variables: { id: `Village:${all[0]}` } })?.node,
    ).toEqual(data?.node);
    client.stop();
  });
});

describe("urql's Graphcache", () => {
  it("pages with relayPagination through other page sizes and other selections: nothing twice, nothing missing", async () => {
    const client = new Client({
      url: `${url}/graphql`,
      preferGetMethod: false,
      exchanges: [
        cacheExchange({
          keys: { VillageRisk: () => null },
          resolvers: { Query: { villages: relayPagination() } },
        }),
        fetchExchange,
      ],
    });
    const all = await codesInOrder();
    const variables = (first: number, after: string | null) => ({ county: COUNTY, first, after });
    const one = await client.query<PageData>(PAGE, variables(40, null)).toPromise();
    expect(codesOf(one.data)).toEqual(all.slice(0, 40));
    const two = await client
      .query<PageData>(PAGE, variables(25, one.data?.villages.pageInfo.endCursor ?? null))
      .toPromise();
    expect(codesOf(two.data)).toEqual(all.slice(0, 65));
    // The same pages with more of each village: what is missing is asked for, and the list stays one.
    const MORE = gql`
      query More($county: String!, $first: Int!, $after: String) {
        villages(within: $county, first: $first, after: $after) {
          edges { node { id code households risk { level } } }
          pageInfo { hasNextPage endCursor }
        }
      }
    `;
    const more = await client.query<PageData>(MORE, variables(40, null)).toPromise();
    const codes = codesOf(more.data) ?? [];
    expect(more.error).toBeUndefined();
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes).toEqual(all.slice(0, codes.length));
    const rest = await client
      .query<PageData>(PAGE, variables(500, two.data?.villages.pageInfo.endCursor ?? null))
      .toPromise();
    expect(codesOf(rest.data)).toEqual(all);
    expect(rest.data?.villages.pageInfo.hasNextPage).toBe(false);
  });
});

describe("a map of one's own", () => {
  it.each(["light-zh", "light-en", "dark-zh", "dark-en"])(
    "draws the style %s: valid, from this server alone, of layers and tiles that are there",
    async (name) => {
      const style = (await (await fetch(`${url}/styles/${name}.json`)).json()) as StyleSpecification;
      expect(validateStyleMin(style)).toEqual([]);
      expect(JSON.stringify(style)).not.toMatch(/\{origin\}|"(sprite|glyphs|icon-image)"/);
      expect(style.layers.map(({ id }) => id)).toContain("village-heat");
      const described = new Map<string, string[]>();
      for (const [source, content] of Object.entries(style.sources)) {
        if (content.type !== "vector") continue;
        const [address = ""] = content.tiles ?? [];
        expect(address.startsWith(`${url}/tiles/`)).toBe(true);
        const tile = await fetch(address.replace("{z}", "6").replace("{x}", "52").replace("{y}", "27"));
        expect([address, tile.status]).toEqual([address, 200]);
        const layers = address.slice(`${url}/tiles/`.length).split("/")[0];
        const { vector_layers } = (await (await fetch(`${url}/tiles/${layers}.json`)).json()) as {
          vector_layers: { id: string }[];
        };
        described.set(
          source,
          vector_layers.map(({ id }) => id),
        );
      }
      expect(described.size).toBeGreaterThan(2);
      for (const layer of style.layers)
        if ("source-layer" in layer && layer["source-layer"] !== undefined)
          expect([layer.id, described.get(layer.source)]).toEqual([
            layer.id,
            expect.arrayContaining([layer["source-layer"]]),
          ]);
    },
  );
});
