import type { FastifyInstance } from "fastify";

/** Collections that OGC API – Features will serve; the names are agreed. */
const collections = [
  { id: "regions", title: "区域 Regions" },
  { id: "villages", title: "行政村 Villages" },
  { id: "settlements", title: "安置区 Settlements" },
  { id: "projects", title: "产业项目 Industry projects" },
  { id: "enclaves", title: "飞地 Enclaves" },
] as const;

/** The landing page and the list of collections. Items are not served yet, so no conformance is claimed. */
export function serveOgc(app: FastifyInstance, extent: () => Promise<readonly number[] | null>): void {
  const link = (origin: string, path: string, rel: string, type = "application/json") => ({
    href: `${origin}${path}`,
    rel,
    type,
  });
  app.get("/ogc", async (request) => {
    const origin = `${request.protocol}://${request.host}`;
    return {
      title: "防返贫一张图 Relapse Atlas",
      description:
        "开放图层。要素查询尚未提供，请用 GraphQL 或矢量瓦片。 Open layers. Features are not served here yet; use GraphQL or vector tiles.",
      links: [
        link(origin, "/ogc", "self"),
        link(origin, "/ogc/conformance", "conformance"),
        link(origin, "/ogc/collections", "data"),
        link(origin, "/schema.graphql", "related", "text/plain"),
      ],
    };
  });
  app.get("/ogc/conformance", async () => ({ conformsTo: [] }));
  app.get("/ogc/collections", async (request) => {
    const origin = `${request.protocol}://${request.host}`;
    const bbox = await extent();
    return {
      links: [link(origin, "/ogc/collections", "self")],
      collections: collections.map(({ id, title }) => ({
        id,
        title,
        ...(bbox
          ? { extent: { spatial: { bbox: [bbox], crs: "http://www.opengis.net/def/crs/OGC/1.3/CRS84" } } }
          : {}),
        links: [link(origin, `/tiles/${id}.json`, "related")],
      })),
    };
  });
}
