import { ImportRefused } from "../refused.ts";
import type { Format, SourceRow } from "../type.ts";
import { type Archive, openArchive } from "./archive.ts";
import { readDbf } from "./dbf.ts";
import { refuseLayer } from "./layers.ts";
import { geometriesOf } from "./shp.ts";
import { sridOfText } from "./wellKnownText.ts";

/** A Shapefile is read whole. */
const MOST_BYTES = 400 * 1_048_576;

export const shapefile: Format = {
  name: "Shapefile",
  extensions: [".zip", ".shz"],
  open: async (path, layer) => {
    const archive = await openArchive(path, MOST_BYTES);
    try {
      const layers = archive.files.flatMap(({ name }) =>
        /\.shp$/i.test(name) ? name.replace(/\.shp$/i, "") : [],
      );
      const [first] = layers;
      if (first === undefined)
        throw new ImportRefused(
          "UnknownFormat",
          "压缩包里没有 .shp 文件；请把 .shp、.dbf、.prj 一起压缩。",
          "There is no .shp in the archive; pack .shp, .dbf and .prj together.",
        );
      const base = layer ?? first;
      if (!layers.includes(base)) refuseLayer(base, layers);
      const shapes = await read(archive, base, "shp");
      const attributes = await read(archive, base, "dbf");
      if (!shapes || !attributes)
        throw new ImportRefused(
          "SyntaxBroken",
          `Shapefile ${base} 缺少 .dbf；请把 .shp、.dbf、.prj 一起压缩。`,
          `Shapefile ${base} has no .dbf; pack .shp, .dbf and .prj together.`,
        );
      const projection = await read(archive, base, "prj");
      const table = readDbf(attributes);
      const rows = async function* (): AsyncGenerator<SourceRow> {
        let index = 0;
        for (const geometry of geometriesOf(shapes)) {
          const cells = index < table.length ? table.row(index) : null;
          index += 1;
          if (cells) yield { number: index, cells, geometry };
        }
      };
      const { encoding, headers } = table;
      const crs = projection ? sridOfText(projection.toString("utf8")) : null;
      return { encoding, headers, crs, rows, layers, layer: base };
    } finally {
      archive.close();
    }
  },
};

/** Endings are written large or small. */
async function read(archive: Archive, base: string, ending: string): Promise<Buffer | null> {
  const name = `${base}.${ending}`.toLowerCase();
  const file = archive.files.find((candidate) => candidate.name.toLowerCase() === name);
  return file ? file.read() : null;
}
