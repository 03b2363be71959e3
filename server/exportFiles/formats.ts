import { csvFormat } from "./formats/csv.ts";
import { flatGeobufFormat } from "./formats/flatGeobuf.ts";
import type { FileFormat } from "./formats/format.ts";
import { geojsonFormat, geojsonSeqFormat } from "./formats/geojson.ts";
import { geoPackageFormat } from "./formats/geoPackage.ts";
import { xlsxFormat } from "./formats/xlsx.ts";
import type { FormatName } from "./words.ts";

/** Every format a list can be written in. */
export const FILE_FORMATS: Readonly<Record<FormatName, FileFormat>> = {
  CSV: csvFormat,
  XLSX: xlsxFormat,
  GEOJSON: geojsonFormat,
  GEOJSON_SEQ: geojsonSeqFormat,
  GEOPACKAGE: geoPackageFormat,
  FLATGEOBUF: flatGeobufFormat,
  PMTILES: {
    key: "PMTILES",
    extension: "pmtiles",
    mediaType: "application/vnd.pmtiles",
    needsPlaces: true,
    open: null,
  },
};
