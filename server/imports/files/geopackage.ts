import { readFile } from "node:fs/promises";
import initSqlJs, { type Database } from "sql.js";
import { ImportRefused } from "../refused.ts";
import type { Format, SourceRow } from "../type.ts";
import { textOf } from "./geojson.ts";
import { geometryOfBlob } from "./geopackageGeometry.ts";
import { refuseLayer } from "./layers.ts";
import { sridOfText } from "./wellKnownText.ts";

/** SQLite runs in WebAssembly here: it sees a copy in memory, no disk, and has no extensions to load. */
export const geopackage: Format = {
  name: "GeoPackage",
  extensions: [".gpkg"],
  open: async (path, layer) => {
    const sqlite = await initSqlJs();
    const bytes = await readFile(path);
    const opened = () => {
      const database = new sqlite.Database(bytes);
      database.run("pragma query_only = on; pragma trusted_schema = off");
      return database;
    };
    const database = opened();
    try {
      return describe(database, opened, layer);
    } catch (error) {
      if (error instanceof ImportRefused) throw error;
      const reason = error instanceof Error ? error.message.slice(0, 100) : "";
      throw new ImportRefused(
        "SyntaxBroken",
        `GeoPackage 读不下去（${reason}）；请重新导出。`,
        `The GeoPackage cannot be read (${reason}); export it again.`,
      );
    } finally {
      database.close();
    }
  },
};

function describe(database: Database, opened: () => Database, layer: string | undefined) {
  // A view or a virtual table could run anything; the standard wants plain tables here.
  const layers = select(
    database,
    `select contents.table_name from gpkg_contents contents
     join sqlite_master master on master.name = contents.table_name and master.type = 'table' and master.sql not like 'create virtual%'
     where contents.data_type in ('features', 'attributes') order by contents.rowid`,
  ).map(([name]) => String(name));
  const [first] = layers;
  if (first === undefined)
    throw new ImportRefused(
      "SyntaxBroken",
      "GeoPackage 中没有要素表或属性表；请重新导出。",
      "The GeoPackage has no table of features or attributes; export it again.",
    );
  const table = layer ?? first;
  if (!layers.includes(table)) refuseLayer(table, layers);
  const [place] = select(
    database,
    `select columns.column_name, systems.organization, systems.organization_coordsys_id, systems.definition
     from gpkg_geometry_columns columns join gpkg_spatial_ref_sys systems on systems.srs_id = columns.srs_id
     where columns.table_name = ?`,
    [table],
  );
  const [geometryColumn, organization, number, definition] = place ?? [];
  const all = select(database, "select name, pk, type from pragma_table_info(?)", [table]);
  // The number every feature has for itself is no figure of the table.
  const isOwnNumber = ([name, pk, type]: readonly unknown[]) =>
    pk === 1 &&
    String(type).toUpperCase() === "INTEGER" &&
    /^(?:fid|id|ogc_fid|objectid)$/i.test(String(name));
  const headers = all
    .filter((column) => column[0] !== geometryColumn && !isOwnNumber(column))
    .map(([name]) => String(name));
  const columns = [...headers, ...(geometryColumn === undefined ? [] : [String(geometryColumn)])];
  const rows = async function* (): AsyncGenerator<SourceRow> {
    const own = opened();
    try {
      const statement = own.prepare(`select ${columns.map(quoted).join(", ")} from ${quoted(table)}`);
      for (let index = 1; statement.step(); index += 1) {
        const values = statement.get();
        const cells = headers.map((_, at) => textOf(values[at]));
        const blob = geometryColumn === undefined ? null : values.at(-1);
        yield {
          number: index,
          cells,
          ...(blob instanceof Uint8Array ? { geometry: geometryOfBlob(blob) } : { geometry: null }),
        };
      }
      statement.free();
    } finally {
      own.close();
    }
  };
  const crs =
    place === undefined
      ? null
      : String(organization).toUpperCase() === "EPSG"
        ? Number(number)
        : sridOfText(String(definition));
  return { encoding: "UTF-8", headers, crs, rows, layers, layer: table };
}

function select(database: Database, sql: string, bindings: string[] = []): unknown[][] {
  return database.exec(sql, bindings)[0]?.values ?? [];
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
