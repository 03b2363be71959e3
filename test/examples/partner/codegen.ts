/** What graphql-codegen makes of the contract and the operations. */
export default {
  schema: "http://localhost:4000/schema.graphql",
  documents: "src/**/*.graphql",
  generates: {
    "src/gen/": {
      preset: "client" as const,
      presetConfig: { persistedDocuments: true, fragmentMasking: false as const },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        // GeoJSON and money keep their shape; see /docs.
        scalars: { GeoJSONPoint: "{ type: 'Point'; coordinates: number[] }", Money: "number | string" },
      },
    },
  },
};
