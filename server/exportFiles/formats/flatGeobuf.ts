import { Builder, ByteBuffer } from "flatbuffers";
import { magicbytes } from "flatgeobuf/lib/mjs/constants.js";
import { Column } from "flatgeobuf/lib/mjs/flat-geobuf/column.js";
import { ColumnType } from "flatgeobuf/lib/mjs/flat-geobuf/column-type.js";
import { Crs } from "flatgeobuf/lib/mjs/flat-geobuf/crs.js";
import { Feature } from "flatgeobuf/lib/mjs/flat-geobuf/feature.js";
import { GeometryType } from "flatgeobuf/lib/mjs/flat-geobuf/geometry-type.js";
import { Header } from "flatgeobuf/lib/mjs/flat-geobuf/header.js";
import { buildFeature } from "flatgeobuf/lib/mjs/generic/feature.js";
import { parseGeometry } from "flatgeobuf/lib/mjs/geojson/geometry.js";
import type { HeaderMeta } from "flatgeobuf/lib/mjs/header-meta.js";
import type { Geometry, GeometryCollection } from "geojson";
import type { PropertyType } from "../../featureCollection.ts";
import type { ExportRow } from "../list.ts";
import { DEMONSTRATION } from "../words.ts";
import { type FileFormat, headingOf, type Sheet } from "./format.ts";
import { openTextFile } from "./textFile.ts";

const TYPES: Record<PropertyType, ColumnType> = {
  string: ColumnType.String,
  integer: ColumnType.Long,
  number: ColumnType.Double,
  boolean: ColumnType.Bool,
  date: ColumnType.DateTime,
};

/**
 * FlatGeobuf 3 by the parts of its package, feature by feature: its own serializer holds all of them, and its header
 * says neither title nor description. Without the index, which needs every box before the first feature.
 */
export const flatGeobufFormat: FileFormat = {
  key: "FLATGEOBUF",
  extension: "fgb",
  mediaType: "application/vnd.flatgeobuf",
  needsPlaces: true,
  open: async (path, sheet) => {
    const file = openTextFile(path);
    await file.append(magicbytes);
    await file.append(headerOf(sheet));
    const meta = metaOf(sheet);
    return {
      write: async (rows) => {
        await file.append(Buffer.concat(rows.map((row) => featureOf(row, sheet, meta))));
      },
      end: file.end,
      abandon: file.abandon,
    };
  },
};

const metaOf = ({ columns, total }: Sheet): HeaderMeta => ({
  geometryType: GeometryType.Unknown,
  columns: columns.map(({ name, type }) => ({
    name,
    type: TYPES[type],
    title: null,
    description: null,
    width: -1,
    precision: -1,
    scale: -1,
    nullable: true,
    unique: false,
    primary_key: false,
  })),
  envelope: null,
  featuresCount: total,
  indexNodeSize: 0,
  crs: null,
  title: null,
  description: null,
  metadata: null,
});

function headerOf(sheet: Sheet): Uint8Array {
  const { name, title, about, columns, isDemo, language } = sheet;
  const builder = new Builder();
  const made = columns.map((column) => {
    const [its, heading, description] = [
      builder.createString(column.name),
      builder.createString(headingOf(column, language)),
      builder.createString(`${column.zh} ${column.en}`),
    ];
    Column.startColumn(builder);
    Column.addName(builder, its);
    Column.addType(builder, TYPES[column.type]);
    Column.addTitle(builder, heading);
    Column.addDescription(builder, description);
    return Column.endColumn(builder);
  });
  const all = Header.createColumnsVector(builder, made);
  const words = [name, title, isDemo ? `${about} ${DEMONSTRATION}` : about].map((text) =>
    builder.createString(text),
  );
  const [org, crsName] = [builder.createString("EPSG"), builder.createString("WGS 84")];
  Crs.startCrs(builder);
  Crs.addOrg(builder, org);
  Crs.addCode(builder, 4326);
  Crs.addName(builder, crsName);
  const crs = Crs.endCrs(builder);
  Header.startHeader(builder);
  Header.addName(builder, words[0] ?? 0);
  Header.addTitle(builder, words[1] ?? 0);
  Header.addDescription(builder, words[2] ?? 0);
  Header.addGeometryType(builder, GeometryType.Unknown);
  Header.addColumns(builder, all);
  // Rows may come or go while the file is made: unknown is said by 0.
  Header.addFeaturesCount(builder, 0n);
  Header.addIndexNodeSize(builder, 0);
  Header.addCrs(builder, crs);
  builder.finishSizePrefixed(Header.endHeader(builder));
  return builder.asUint8Array();
}

const NOWHERE: Geometry = { type: "Point", coordinates: [0, 0] };

function featureOf({ geometry, cells }: ExportRow, { columns }: Sheet, meta: HeaderMeta): Uint8Array {
  const properties = Object.fromEntries(columns.map(({ name }, index) => [name, cells[index] ?? null]));
  const place = (geometry === null ? NOWHERE : JSON.parse(geometry)) as Exclude<Geometry, GeometryCollection>;
  const bytes = buildFeature(parseGeometry(place), properties, meta);
  return geometry === null ? withoutPlace(bytes) : bytes;
}

/** The same feature with no geometry, which the package cannot build by itself. */
function withoutPlace(bytes: Uint8Array): Uint8Array {
  const properties = Feature.getSizePrefixedRootAsFeature(new ByteBuffer(bytes)).propertiesArray();
  const builder = new Builder();
  const vector = Feature.createPropertiesVector(builder, properties ?? new Uint8Array());
  Feature.startFeature(builder);
  Feature.addProperties(builder, vector);
  builder.finishSizePrefixed(Feature.endFeature(builder));
  return builder.asUint8Array();
}
