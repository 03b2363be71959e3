import { closeSync, openSync, rmSync } from "node:fs";
import type { Geometry } from "geojson";
import sqlite from "node-sqlite3-wasm";
import { toGeoPackage } from "../../../geo/geoPackageBinary.ts";
import type { PropertyType } from "../../featureCollection.ts";
import { DEMONSTRATION } from "../words.ts";
import { type FileFormat, headingOf, type Sheet } from "./format.ts";

const TYPES: Record<PropertyType, string> = {
  string: "TEXT",
  integer: "INTEGER",
  number: "DOUBLE",
  boolean: "BOOLEAN",
  date: "DATE",
};

/** GeoPackage 1.3 (OGC 12-128r18) through SQLite, which writes its pages to the file as rows come. */
export const geoPackageFormat: FileFormat = {
  key: "GEOPACKAGE",
  extension: "gpkg",
  mediaType: "application/geopackage+sqlite3",
  needsPlaces: true,
  open: async (path, sheet) => {
    // Made first, so that only its owner may read it.
    closeSync(openSync(path, "wx", 0o600));
    const database = new sqlite.Database(path);
    prepare(database, sheet);
    const { name, columns } = sheet;
    const insert = database.prepare(
      `insert into "${name}" (fid, geom, ${columns.map((column) => `"${column.name}"`).join(", ")}) values (?, ?, ${columns.map(() => "?").join(", ")})`,
    );
    const extent = [Infinity, Infinity, -Infinity, -Infinity];
    const close = () => {
      insert.finalize();
      database.close();
    };
    return {
      write: async (rows) => {
        database.exec("begin");
        for (const { id, geometry, cells } of rows) {
          const packed = geometry === null ? null : toGeoPackage(JSON.parse(geometry) as Geometry);
          packed?.box.forEach((side, index) => {
            extent[index] = (index < 2 ? Math.min : Math.max)(extent[index] ?? side, side);
          });
          insert.run([id, packed?.bytes ?? null, ...cells]);
        }
        database.exec("commit");
      },
      end: async () => {
        if (Number.isFinite(extent[0]))
          database.run("update gpkg_contents set min_x = ?, min_y = ?, max_x = ?, max_y = ?", extent);
        close();
      },
      abandon: async () => {
        close();
        rmSync(`${path}.lock`, { recursive: true, force: true });
      },
    };
  },
};

/** The tables the standard asks for, and those of its extension for the names of columns in Chinese. */
function prepare(database: InstanceType<typeof sqlite.Database>, sheet: Sheet): void {
  const { name, title, about, columns, isDemo, language } = sheet;
  database.exec(`
    pragma journal_mode = off;
    pragma synchronous = off;
    pragma application_id = 0x47504B47;
    pragma user_version = 10300;
    create table gpkg_spatial_ref_sys (srs_name text not null, srs_id integer primary key, organization text not null,
      organization_coordsys_id integer not null, definition text not null, description text);
    create table gpkg_contents (table_name text not null primary key, data_type text not null, identifier text unique,
      description text default '', last_change datetime not null default (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
      min_x double, min_y double, max_x double, max_y double, srs_id integer references gpkg_spatial_ref_sys);
    create table gpkg_geometry_columns (table_name text not null unique references gpkg_contents, column_name text not null,
      geometry_type_name text not null, srs_id integer not null references gpkg_spatial_ref_sys, z tinyint not null,
      m tinyint not null, primary key (table_name, column_name));
    create table gpkg_extensions (table_name text, column_name text, extension_name text not null, definition text not null,
      scope text not null, unique (table_name, column_name, extension_name));
    create table gpkg_data_columns (table_name text not null, column_name text not null, name text, title text,
      description text, mime_type text, constraint_name text, primary key (table_name, column_name));
    create table gpkg_data_column_constraints (constraint_name text not null, constraint_type text not null, value text,
      min numeric, min_is_inclusive boolean, max numeric, max_is_inclusive boolean, description text,
      unique (constraint_name, constraint_type, value));
    create table "${name}" (fid integer primary key autoincrement not null, geom geometry,
      ${columns.map(({ name: column, type }) => `"${column}" ${TYPES[type]}`).join(", ")});`);
  for (const values of [
    ["Undefined Cartesian", -1, "NONE", -1, "undefined", null],
    ["Undefined geographic", 0, "NONE", 0, "undefined", null],
    ["WGS 84 geodetic", 4326, "EPSG", 4326, WGS_84, "longitude and latitude in degrees"],
  ])
    database.run("insert into gpkg_spatial_ref_sys values (?, ?, ?, ?, ?, ?)", values);
  database.run(
    "insert into gpkg_contents (table_name, data_type, identifier, description, srs_id) values (?, 'features', ?, ?, 4326)",
    [name, title, isDemo ? `${about} ${DEMONSTRATION}` : about],
  );
  database.run("insert into gpkg_geometry_columns values (?, 'geom', 'GEOMETRY', 4326, 0, 0)", [name]);
  for (const table of ["gpkg_data_columns", "gpkg_data_column_constraints"])
    database.run(
      "insert into gpkg_extensions values (?, null, 'gpkg_schema', 'http://www.geopackage.org/spec130/#extension_schema', 'read-write')",
      [table],
    );
  for (const column of columns)
    database.run("insert into gpkg_data_columns values (?, ?, null, ?, ?, null, null)", [
      name,
      column.name,
      headingOf(column, language),
      `${column.zh} ${column.en}`,
    ]);
}

const WGS_84 =
  'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]';
