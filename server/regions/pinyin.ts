import { LRUCache } from "lru-cache";
import { customPinyin, pinyin } from "pinyin-pro";

/** Readings that place names have and other words do not, where the dictionary answers with the other. */
customPinyin({
  都: "dū",
  什: "shí",
  什邡: "shí fāng",
  蔚县: "yù xiàn",
  乐亭: "lào tíng",
  大城县: "dài chéng xiàn",
  洪洞: "hóng tóng",
  繁峙: "fán shì",
  调兵山: "diào bīng shān",
  珲春: "hún chūn",
  穆棱: "mù líng",
  闵行: "mǐn háng",
  乐清: "yuè qīng",
  涡阳: "guō yáng",
  歙县: "shè xiàn",
  蚌山: "bèng shān",
  蚌埠: "bèng bù",
  六合区: "lù hé qū",
  六安: "lù ān",
  铅山: "yán shān",
  乐陵: "lào líng",
  单县: "shàn xiàn",
  莘县: "shēn xiàn",
  东阿: "dōng ē",
  泌阳: "bì yáng",
  召陵: "shào líng",
  浚县: "xùn xiàn",
  黄陂: "huáng pí",
  曾都: "zēng dū",
  大埔: "dà bù",
  筠连: "jūn lián",
  荥经: "yíng jīng",
  吴堡: "wú bǔ",
  红寺堡: "hóng sì bǔ",
  民乐: "mín lè",
  宕昌: "tàn chāng",
  称多: "chèn duō",
  尉犁: "yù lí",
});

export interface Reading {
  readonly pinyin: string;
  readonly initials: string;
}

/** Villages share their names with many others. */
const readings = new LRUCache<string, Reading>({ max: 20_000 });

/** Pinyin without tones or blanks, ü as v as it is typed, and the initials: 遂川县 gives suichuanxian and scx. */
export function readingOf(name: string): Reading {
  const known = readings.get(name);
  if (known) return known;
  const read = syllables(name);
  const reading = { pinyin: read.join(""), initials: read.map((syllable) => syllable[0]).join("") };
  readings.set(name, reading);
  return reading;
}

/** Peoples in names of autonomous divisions, which English leaves out. Some stand without 族. */
const PEOPLES =
  "(?:(?:维吾尔|哈萨克|蒙古|柯尔克孜|塔吉克|锡伯)族?|(?:各|回|藏|壮|苗|彝|土|白|傣|侗|瑶|黎|羌|满|水|畲|佤|怒|朝鲜|土家|布依|哈尼|傈僳|景颇|拉祜|纳西|仡佬|仫佬|毛南|布朗|独龙|普米|裕固|撒拉|东乡|保安|达斡尔|鄂温克|鄂伦春)族)*";

/** Endings of Chinese names and what stands for them in English, longest first. */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`^(.+?)${PEOPLES}自治区$`), "Autonomous Region"],
  [new RegExp(`^(.+?)${PEOPLES}自治州$`), "Autonomous Prefecture"],
  [new RegExp(`^(.+?)${PEOPLES}自治县$`), "Autonomous County"],
  [new RegExp(`^(.+?)${PEOPLES}自治旗$`), "Autonomous Banner"],
  [/^(.+)地区$/, "Prefecture"],
  [/^(.+)行政委员会$/, "Administrative Committee"],
  [/^(.{2,})林区$/, "Forestry District"],
  [/^(.{2,})矿区$/, "Mining District"],
  [/^(.{2,})特区$/, "Special District"],
  [/^(.{2,})新区$/, "New District"],
  [new RegExp(`^(.+?)${PEOPLES}区$`), "District"],
  [/^(.+)县$/, "County"],
  [/^(.+)旗$/, "Banner"],
  [/^(.+)盟$/, "League"],
  [/^(.+)市$/, "City"],
];

/** "遂川县" gives "Suichuan County". A name of one character keeps its ending, as usual: "Shexian County". */
export function englishName(name: string): string {
  for (const [ending, english] of ENDINGS) {
    const base = ending.exec(name)?.[1];
    if (base) return `${capitalised(base.length === 1 ? name : base.replace(/族$/, ""))} ${english}`;
  }
  return capitalised(name);
}

/** With the apostrophe before a vowel: Xi'an. */
function capitalised(name: string): string {
  const joined = syllables(name)
    .map((syllable, index) => (index > 0 && /^[aoe]/.test(syllable) ? `'${syllable}` : syllable))
    .join("")
    .replace(/v/g, "ü");
  return joined.charAt(0).toUpperCase() + joined.slice(1);
}

function syllables(name: string): string[] {
  return pinyin(name, { toneType: "none", type: "array", v: true, nonZh: "removed" }).map((syllable) =>
    // Lüe has no lue beside it, so it is typed without the dots; lü and nü need theirs.
    syllable.toLowerCase().replace("ve", "ue"),
  );
}
