import { cp, mkdir, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { type PmtilesDescription, writePmtiles } from "../../geo/pmtiles.ts";
import { selectAbout } from "../about/queries.ts";
import { createContext, nobody } from "../context.ts";
import type { Database } from "../db.ts";
import { StartError } from "../errors.ts";
import { regionRiskValues } from "../indicators/queries.ts";
import { openKeys } from "../keys.ts";
import { regionsByAnyCode } from "../regions/queries.ts";
import type { TileLayer } from "../tileLayer.ts";
import { PACK_ZOOMS, packedTiles } from "./archive.ts";
import { countyToPack, type PackedCounty } from "./queries.ts";

export const USAGE =
  "npm run pack -- --county 360827 [--out DIR]   写出一个县的离线图包 writes a folder with the map of a county that opens without a network";

/** Where the page of a pack was built to: from dist/server as well as from server/pack. */
const PAGE = ["../pack/", "../../dist/pack/"].map((path) => fileURLToPath(new URL(path, import.meta.url)));

const SIMULATED = { zh: "模拟数据", en: "demonstration data" };

/** Writes the folder: the page, its styles, the archive of tiles and what the page says of them. */
export async function writePack(
  database: Database,
  args: readonly string[],
  layers: readonly TileLayer[],
  mapReviewNumber: string,
): Promise<void> {
  const { county: code, out } = readArguments(args);
  const county = await findCounty(database, code);
  const contexts = (["zh", "en"] as const).map((language) =>
    createContext(database, nobody(language), { mapReviewNumber, keys: openKeys(null) }),
  );
  const [about, aboutInEnglish] = await Promise.all(
    contexts.map((context) => selectAbout(context, mapReviewNumber)),
  );
  const [context] = contexts;
  if (!about || !aboutInEnglish || !context || !county.bbox) throw noShape(county.code);
  const period = about.latestPeriod;

  const folder = resolve(out ?? `packs/${county.code}`);
  await emptyFolder(folder, county.code);
  await copyPage(folder);
  const credits = (sources: typeof about.sources) => [
    ...new Set(sources.flatMap(({ credit }) => (credit ? [credit] : []))),
  ];
  const say = (zh: string, en: string) => console.log(`${zh} ${en}`);
  const bytes = await writeArchive(
    `${folder}/county.pmtiles`,
    packedTiles({
      pool: database.tiles,
      mayPrepare: !database.embedded,
      layers,
      county: county.code,
      period: period && `${period}-01`,
      onZoom: (z, tiles) => say(`瓦片 ${z} 级：`, `Tiles of zoom ${z}: ${tiles}`),
      onBadRow: (error) => console.error(error),
    }),
    describe(county, layers, credits(about.sources), period),
  );
  const counties =
    period === null ? [] : await regionRiskValues(context, "COUNTY", rangeOf(county), `${period}-01`);
  const pack = {
    county: { code: county.code, name: county.name, nameEn: county.nameEn, bbox: county.bbox },
    period,
    isDemo: county.isDemo,
    dataCutOff: about.dataCutOff,
    credits: { zh: credits(about.sources), en: credits(aboutInEnglish.sources) },
    mapReviewNumber: about.mapReviewNumber,
    zooms: PACK_ZOOMS,
    counties,
  };
  await fillStyles(folder, county);
  await writeFile(`${folder}/pack.json`, `${JSON.stringify(pack, null, 1)}\n`);
  say(`已写出 ${county.name}：`, `Written: ${folder}, ${(bytes / 1_048_576).toFixed(1)} MB`);
  say("离线打开：", `To open it without a network: node ${folder}/serve.mjs`);
}

/** Half-open range of codes of one county, and of nothing else. */
const rangeOf = ({ code }: PackedCounty) => ({ from: code, to: `${code}0`, list: null });

function readArguments(args: readonly string[]): { county: string; out: string | undefined } {
  const refuse = (reason: string) =>
    new StartError(
      `参数有误：${reason}。用法：${USAGE}`,
      `The arguments are not clear: ${reason}. Usage: ${USAGE}`,
    );
  const options = { county: { type: "string" }, out: { type: "string" } } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    if (values.county) return { county: values.county, out: values.out };
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error));
  }
  throw refuse("--county");
}

async function findCounty(database: Database, asked: string): Promise<PackedCounty> {
  const context = createContext(database, nobody("zh"), { mapReviewNumber: "", keys: openKeys(null) });
  const region = await context.load(regionsByAnyCode, asked, undefined);
  const county = region && (await countyToPack(database.tiles, region.code));
  if (county && county.level === "COUNTY") return county;
  throw new StartError(
    `没有代码为 ${asked} 的县；请给出县级代码，如 360827。`,
    `No county has the code ${asked}; give the code of a county, such as 360827.`,
  );
}

const noShape = (code: string) =>
  new StartError(
    `县 ${code} 没有边界，无法成包；请先运行 npm run migrate。`,
    `County ${code} has no outline to cut a pack by; run npm run migrate first.`,
  );

/**
 * Another pack is written over, also one that was broken off; a folder with anything else in it is left alone. pack.json
 * goes first and comes last: without it the page says that the pack is not complete.
 */
async function emptyFolder(folder: string, code: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  if (names.length === 0 || names.includes("county.pmtiles")) {
    await rm(`${folder}/pack.json`, { force: true });
    await rm(`${folder}/assets`, { recursive: true, force: true });
    return;
  }
  throw new StartError(
    `文件夹 ${folder} 里有别的文件；请用 --out 另给一个空文件夹（如 packs/${code}）。`,
    `The folder ${folder} holds other files; give an empty one with --out (such as packs/${code}).`,
  );
}

async function copyPage(folder: string): Promise<void> {
  for (const page of PAGE) {
    try {
      return await cp(page, folder, { recursive: true });
    } catch {
      // The other place, then.
    }
  }
  throw new StartError(
    "离线页面还没有编译；请运行 npm run build。",
    "The page of packs is not built; run npm run build.",
  );
}

async function writeArchive(
  path: string,
  tiles: ReturnType<typeof packedTiles>,
  description: PmtilesDescription,
): Promise<number> {
  const file = await open(path, "w");
  let end = 0;
  try {
    for await (const { at, bytes } of writePmtiles(tiles, description, (plain) => gzipSync(plain))) {
      await file.write(bytes, 0, bytes.byteLength, at);
      end = Math.max(end, at + bytes.byteLength);
    }
  } finally {
    await file.close();
  }
  return end;
}

function describe(
  county: PackedCounty,
  layers: readonly TileLayer[],
  credits: readonly string[],
  period: string | null,
): PmtilesDescription {
  const mark = county.isDemo ? `（${SIMULATED.zh} ${SIMULATED.en}）` : "";
  return {
    metadata: {
      name: `${county.name}${mark}`,
      description: `防返贫一张图 Relapse Atlas ${county.code} ${period ?? ""} ${mark}`.trim(),
      attribution: credits.join("；"),
      vector_layers: layers.flatMap((layer) =>
        layer.parts.flatMap((part) =>
          [part, ...(part.labels ? [part.labels] : [])].map(({ name, fields, minZoom }) => ({
            id: name,
            fields,
            minzoom: Math.max(PACK_ZOOMS.from, layer.minZoom, minZoom ?? 0),
            maxzoom: Math.min(PACK_ZOOMS.to, part.maxZoom ?? 24),
          })),
        ),
      ),
      county: county.code,
      period,
      isDemo: county.isDemo,
    },
    minZoom: PACK_ZOOMS.from,
    maxZoom: PACK_ZOOMS.to,
    bounds: county.bbox ?? [-180, -85, 180, 85],
  };
}

/** The styles come from the page's build, for any county; here they get this one's name, place and outline. */
async function fillStyles(folder: string, county: PackedCounty): Promise<void> {
  const [west, south, east, north] = county.bbox ?? [-180, -85, 180, 85];
  for (const name of (await readdir(folder)).filter((file) => /^style.*\.json$/.test(file))) {
    const style = JSON.parse(await readFile(`${folder}/${name}`, "utf8")) as {
      layers: { id: string; filter?: unknown }[];
    };
    const layers = style.layers.map((layer) =>
      layer.id === "region-picked" ? { ...layer, filter: ["==", ["get", "code"], county.code] } : layer,
    );
    const filled = {
      ...style,
      name: `${county.name}${county.isDemo ? `（${SIMULATED.zh}）` : ""}`,
      center: [(west + east) / 2, (south + north) / 2],
      zoom: 8.5,
      layers,
    };
    await writeFile(`${folder}/${name}`, `${JSON.stringify(filled)}\n`);
  }
}
