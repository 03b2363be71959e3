import areaFile from "./areas.json" with { type: "json" };
import type { NationalMap } from "./nationalMap.ts";
import { englishName, type Reading, readingOf } from "./pinyin.ts";
import townshipFile from "./townships.json" with { type: "json" };

export interface Division extends Reading {
  code: string;
  kind: "PROVINCE" | "PREFECTURE" | "COUNTY" | "TOWNSHIP" | "AREA";
  name: string;
  nameEn: string | null;
  parentCode: string | null;
  provinceCode: string | null;
  leadMinistry: string | null;
}

export interface AreaMember {
  areaCode: string;
  countyCode: string;
  nameThen: string;
}

/** English names in use for provinces; the rest of their names is "Province" or the like and is left out. */
const PROVINCES_EN: Record<string, string> = {
  "15": "Inner Mongolia",
  "45": "Guangxi",
  "54": "Tibet",
  "61": "Shaanxi",
  "64": "Ningxia",
  "65": "Xinjiang",
  "81": "Hong Kong",
  "82": "Macao",
};

/** What stands between a province and counties that have no prefecture, by the official summary codes. */
const DIRECT_PREFECTURES: Record<string, { name: string; nameEn: string }> = {
  "1101": { name: "市辖区", nameEn: "Districts of Beijing" },
  "1201": { name: "市辖区", nameEn: "Districts of Tianjin" },
  "3101": { name: "市辖区", nameEn: "Districts of Shanghai" },
  "4190": { name: "省直辖县级行政区划", nameEn: "Counties directly under Henan" },
  "4290": { name: "省直辖县级行政区划", nameEn: "Counties directly under Hubei" },
  "4690": { name: "省直辖县级行政区划", nameEn: "Counties directly under Hainan" },
  "5001": { name: "市辖区", nameEn: "Districts of Chongqing" },
  "5002": { name: "县", nameEn: "Counties of Chongqing" },
  "6590": { name: "自治区直辖县级行政区划", nameEn: "Cities directly under Xinjiang" },
  // Not in the official list; the map numbers Taiwan's counties 7100xx and Hong Kong's districts 8101xx.
  "7100": { name: "台湾省", nameEn: "Taiwan" },
  "8101": { name: "香港特别行政区", nameEn: "Hong Kong" },
};

export function divisionsOf(map: NationalMap): Division[] {
  const provinces = [...map.provinceNames].map(([code, name]) =>
    division("PROVINCE", code, name, PROVINCES_EN[code] ?? englishName(name.replace(/[省市]$/, ""))),
  );
  const prefectureCodes = [...new Set(map.counties.map((county) => county.code.slice(0, 4)))].sort();
  const prefectures = prefectureCodes.map((code) => {
    const known = DIRECT_PREFECTURES[code];
    const name = known?.name ?? map.prefectureNames.get(code);
    if (name === undefined) throw new Error(`no name for prefecture ${code}`);
    return division(
      "PREFECTURE",
      code,
      name,
      known?.nameEn ?? (code === "8200" ? "Macao" : englishName(name)),
    );
  });
  const counties = map.counties
    .map(({ code, name }) => division("COUNTY", code, name, code === "820000" ? "Macao" : englishName(name)))
    .sort((one, other) => (one.code < other.code ? -1 : 1));
  const townships = Object.entries(townshipFile.townships).flatMap(([county, list]) =>
    list.split(" ").map((entry) => division("TOWNSHIP", county + entry.slice(0, 3), entry.slice(3), null)),
  );
  const areas = areaFile.areas.map((area): Division => {
    const provinceCodes = new Set(memberEntries(area.members2012).map((member) => member.code.slice(0, 2)));
    const [onlyProvince = null] = provinceCodes.size === 1 ? provinceCodes : [];
    return {
      ...{ code: area.slug, kind: "AREA", name: area.name, nameEn: area.nameEn, ...readingOf(area.name) },
      ...{ parentCode: null, provinceCode: onlyProvince, leadMinistry: area.leadMinistry ?? null },
    };
  });
  return [...provinces, ...prefectures, ...counties, ...townships, ...areas];
}

/**
 * The 680 entries of 2012 under their present codes. Two of them, 茫崖行委 and 冷湖行委, are one city now:
 * one member, which names both.
 */
export function areaMembers(counties: Map<string, string>): AreaMember[] {
  return areaFile.areas.flatMap((area) => {
    const namesThen = new Map<string, string[]>();
    for (const { code, name } of memberEntries(area.members2012)) {
      namesThen.set(code, [...(namesThen.get(code) ?? []), name]);
    }
    return [...namesThen].map(([countyCode, names]) => {
      if (!counties.has(countyCode)) throw new Error(`${area.slug}: county ${countyCode} is not on the map`);
      return { areaCode: area.slug, countyCode, nameThen: names.join("、") };
    });
  });
}

function memberEntries(list: string): { code: string; name: string }[] {
  return list.split(" ").map((entry) => ({ code: entry.slice(0, 6), name: entry.slice(6) }));
}

function division(kind: Division["kind"], code: string, name: string, nameEn: string | null): Division {
  const parentCode = {
    PROVINCE: null,
    PREFECTURE: code.slice(0, 2),
    COUNTY: code.slice(0, 4),
    TOWNSHIP: code.slice(0, 6),
    AREA: null,
  }[kind];
  return {
    code,
    kind,
    name,
    nameEn,
    ...readingOf(name),
    parentCode,
    provinceCode: code.slice(0, 2),
    leadMinistry: null,
  };
}
