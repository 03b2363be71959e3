import { readFileSync } from "node:fs";
import {
  buildSchema,
  type DefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  parse,
  print,
} from "graphql";
import { describe, expect, it } from "vitest";
import { atlases } from "./atlas.ts";
import { breakingChanges, deprecationFaults } from "./schemaKept.ts";

const sdl = readFileSync(new URL("../server/schema.graphql", import.meta.url), "utf8");
const schema = buildSchema(sdl);
const types = Object.values(schema.getTypeMap()).filter(
  (type) => !type.name.startsWith("__") && !isSpecifiedScalarType(type),
);
const objects = types.filter((type) => isObjectType(type) || isInterfaceType(type));
const fieldsOf = (type: (typeof objects)[number]) => Object.values(type.getFields());

/** Everything in the schema that can carry a description, by its path. */
const described: [string, string | null | undefined][] = types.flatMap((type) => [
  [type.name, type.description] as [string, string | null | undefined],
  ...(isEnumType(type)
    ? type
        .getValues()
        .map((value): [string, string | null | undefined] => [
          `${type.name}.${value.name}`,
          value.description,
        ])
    : []),
  ...(isInputObjectType(type)
    ? Object.values(type.getFields()).map((field): [string, string | null | undefined] => [
        `${type.name}.${field.name}`,
        field.description,
      ])
    : []),
  ...(isObjectType(type) || isInterfaceType(type)
    ? fieldsOf(type).flatMap((field) => [
        [`${type.name}.${field.name}`, field.description] as [string, string | null | undefined],
        ...field.args.map((argument): [string, string | null | undefined] => [
          `${type.name}.${field.name}(${argument.name})`,
          argument.description,
        ]),
      ])
    : []),
]);

/** Lists that are short by their nature: nobody pages through them. */
const SHORT_LISTS = [
  "About.periods",
  "About.sources",
  "ChannelCounts.channels",
  "Comparison.indicators",
  "Comparison.periods",
  "Comparison.rows",
  "ComparisonRow.values",
  "Consent.scope",
  "DemoPerson.regions",
  "Enclave.dividends",
  "HouseholdAccount.income",
  "HouseholdAccount.months",
  "HouseholdAccount.reasons",
  "HouseholdAccount.rigid",
  "HouseholdUnderGlass.guaranteeIssues",
  "HouseholdUnderGlass.members",
  "Legend.classes",
  "Person.places",
  "Person.regions",
  "Provenance.sources",
  "Query.clusters",
  "Query.demoPeople",
  "Query.indicators",
  "Query.regionRisks",
  "Refused.guards",
  "Region.areas",
  "Region.bbox",
  "Region.memberships",
  "RegionIndex.contributions",
  "RegionIndex.imputed",
  "RegionIndex.rankInterval",
  "RegionIndex.triggers",
  "RegionRisk.contributions",
  "RegionRisk.levels",
  "RiskCluster.villages",
  "ScoreExplanation.parts",
  "ScorePart.inputs",
  "SearchHit.bbox",
  "SilenceTest.states",
  "SyncedField.results",
  "Viewer.permissions",
  "Viewer.regions",
  "Village.constraints",
  "Village.facts",
  "VillageRisk.contributions",
  "VillageRisk.interval90",
  "Warning.triggers",
];

describe("the schema", () => {
  it("describes every type, field, argument and enum value in two lines, Chinese and English", () => {
    const hasHan = /\p{Script=Han}/u;
    const offences = described.filter(([, description]) => {
      const lines = (description ?? "").split("\n");
      const [zh = "", en = ""] = lines;
      return lines.length !== 2 || !hasHan.test(zh) || hasHan.test(en) || !/[A-Za-z]/.test(en);
    });
    expect(offences).toEqual([]);
    expect(described.length).toBeGreaterThan(400);
  });

  it("tells where each scalar of its own is specified", () => {
    const own = types.filter(isScalarType);
    expect(own.map((scalar) => scalar.name).sort()).toEqual([
      "GeoJSONMultiLineString",
      "GeoJSONMultiPolygon",
      "GeoJSONPoint",
      "GeoJSONPolygon",
      "Instant",
      "Money",
    ]);
    expect(own.filter((scalar) => !scalar.specifiedByURL?.startsWith("https://"))).toEqual([]);
  });

  it("has no list that can grow without bound", () => {
    const isList = (field: GraphQLField<unknown, unknown>) =>
      isListType(isNonNullType(field.type) ? field.type.ofType : field.type);
    const unbounded = objects.flatMap((type) =>
      fieldsOf(type)
        .filter(
          (field) =>
            isList(field) && !(type.name.endsWith("Connection") && /^(nodes|edges)$/.test(field.name)),
        )
        .filter((field) => !field.args.some((argument) => argument.name === "first"))
        .filter((field) => !/至多.*\n.*at most/.test(field.description ?? ""))
        .map((field) => `${type.name}.${field.name}`),
    );
    const asDocumented = (name: string) => /\.(riskSeries|prices|series|indexSeries)$/.test(name);
    expect(unbounded.filter((name) => !SHORT_LISTS.includes(name) && !asDocumented(name))).toEqual([]);
    expect(SHORT_LISTS.filter((name) => !unbounded.includes(name))).toEqual([]);
    const undocumented = unbounded.filter((name) => {
      const [type = "", field = ""] = name.split(".");
      return (
        asDocumented(name) &&
        !(schema.getType(type) as GraphQLObjectType).getFields()[field]?.description?.includes("至多")
      );
    });
    expect(undocumented).toEqual([]);
  });

  it("pages every connection with the four arguments of Relay", () => {
    const pageless = objects.flatMap((type) =>
      fieldsOf(type)
        .filter((field) => String(field.type).replace("!", "").endsWith("Connection"))
        .filter((field) => {
          const names = field.args.map((argument) => argument.name);
          return !["first", "after", "last", "before"].every((name) => names.includes(name));
        })
        .map((field) => `${type.name}.${field.name}`),
    );
    expect(pageless).toEqual([]);
  });
});

describe("the agreed contract", () => {
  const contract = parse(readFileSync(new URL("contract.graphql", import.meta.url), "utf8"));
  const named = contract.definitions.filter(
    (definition): definition is Extract<DefinitionNode, { name: { value: string } }> =>
      "name" in definition && definition.name !== undefined,
  );

  it("is kept: every type, field, argument and enum value of this release exists with its type", () => {
    const missing = named.flatMap((definition) => {
      const type = schema.getType(definition.name.value);
      if (type === undefined) return [definition.name.value];
      if (definition.kind === Kind.ENUM_TYPE_DEFINITION) {
        const known = isEnumType(type) ? type.getValues().map((value) => value.name) : [];
        const values = definition.values ?? [];
        return values
          .filter((value) => !known.includes(value.name.value))
          .map((value) => `${type.name}.${value.name.value}`);
      }
      const hasFields =
        definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
        definition.kind === Kind.INTERFACE_TYPE_DEFINITION ||
        definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION;
      if (!hasFields || !("getFields" in type)) return [];
      return (definition.fields ?? []).flatMap((wanted) => {
        const name = `${type.name}.${wanted.name.value}`;
        const field = type.getFields()[wanted.name.value];
        if (field === undefined) return [name];
        if (String(field.type) !== print(wanted.type))
          return [`${name}: ${field.type}, agreed ${print(wanted.type)}`];
        if (!("args" in field) || wanted.kind !== Kind.FIELD_DEFINITION) return [];
        return (wanted.arguments ?? [])
          .filter((wish) => {
            const argument = field.args.find((each) => each.name === wish.name.value);
            return String(argument?.type) !== print(wish.type);
          })
          .map((wish) => `${name}(${wish.name.value})`);
      });
    });
    expect(missing).toEqual([]);
  });
});

describe("the released contract", () => {
  const released = readFileSync(new URL("../server/schema.released.graphql", import.meta.url), "utf8");
  const today = "2027-01-15";

  it("is not broken by what stands now", async () => {
    expect(await breakingChanges(released, sdl, today)).toEqual([]);
  });

  it.each([
    ["a field is gone", /\n {2}"""[^"]*"""\n {2}households: Int\n/, "\n"],
    [
      "a field may be null that was not",
      /(\n {2}regions\([^)]*\)): RegionConnection!/,
      "$1: RegionConnection",
    ],
    ["a field is of another type", /\n {2}isDemo: Boolean!/, "\n  isDemo: String!"],
    ["an argument must be given", /\n {4}minLevel: WarningLevel\n/, "\n    minLevel: WarningLevel!\n"],
    ["a value is gone", /\n {2}"""[^"]*"""\n {2}ORANGE\n/, "\n"],
  ])("would be broken where %s", async (_, found, instead) => {
    const broken = released.replace(found, instead);
    expect(broken).not.toBe(released);
    expect((await breakingChanges(released, broken, today)).length).toBeGreaterThan(0);
  });

  it("may grow, and lose what was announced to end once its day has come", async () => {
    const grown = released.replace(/\n {2}isDemo: Boolean!/, "\n  isDemo: Boolean!\n  another: Int");
    expect(await breakingChanges(released, grown, today)).toEqual([]);
    const ending = (day: string) =>
      released.replace(
        /\n {2}households: Int\n/,
        `\n  households: Int @deprecated(reason: "use population; ends ${day}")\n`,
      );
    const without = released.replace(/\n {2}"""[^"]*"""\n {2}households: Int\n/, "\n");
    expect(await breakingChanges(ending("2027-01-14"), without, today)).toEqual([]);
    expect(await breakingChanges(ending("2027-01-16"), without, today)).toHaveLength(1);
    expect(deprecationFaults(buildSchema(ending("2027-01-16")), today)).toEqual([]);
    expect(deprecationFaults(buildSchema(ending("2027-01-14")), today)[0]).toMatch(
      /households was to end on 2027-01-14/,
    );
    expect(deprecationFaults(buildSchema(ending("soon")), today)[0]).toMatch(
      /households is deprecated without a day/,
    );
    expect(deprecationFaults(schema, today)).toEqual([]);
  });
});

describe.each(atlases)("/schema.graphql of the $name server", ({ url }) => {
  it("is the committed contract", async () => {
    const response = await fetch(`${url}/schema.graphql`);
    expect(response.headers.get("content-type")).toContain("text/plain");
    expect(await response.text()).toBe(sdl);
  });

  it.each([
    ["zh", "区域列表", "Regions"],
    ["en", "Regions", "区域列表"],
  ])("keeps only the descriptions of ?lang=%s", async (lang, kept, dropped) => {
    const text = await (await fetch(`${url}/schema.graphql?lang=${lang}`)).text();
    expect(text).toContain(`"""${kept}"""`);
    expect(text).not.toContain(`"""${dropped}"""`);
    const bare = (source: string) => source.replace(/"""[\s\S]*?"""/g, "").replace(/\s+/g, " ");
    expect(bare(text)).toBe(bare(sdl));
    expect(/\p{Script=Han}/u.test(text)).toBe(lang === "zh");
  });
});
