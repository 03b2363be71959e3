import { pinyin } from "pinyin-pro";
import type { Random } from "./random.ts";

/** Invented place names: a picture and a land form. The two lists are chosen so that no pair is a known village. */
const PICTURES = [
  ..."霁翠霞曦琅墨蔚芷蕙樱栖黛绛沁漪沐朔旭晴霓露霜映漱吟籁雁莺鸢萤菱荻苇萍檀榆槭椿槿荔杏笛筝琴弈珀玑璞珏瑜璃锦绮",
];
const LAND_FORMS = [
  ..."溪岭塘坑坪坳洲湾源冲垄坡谷渡桥畈坞埠岩泉潭涧川浦丘峰台垭墩陂汀圩洞滩桠屏崖溶岗甸荫隅麓壑",
];

const SYLLABLES = new Map(
  [...PICTURES, ...LAND_FORMS].map((character) => [character, pinyin(character, { toneType: "none" })]),
);

export interface PlaceName {
  /** Two characters, to which 村, 镇 and so on are added. */
  stem: string;
  pinyin: string;
  initials: string;
}

/**
 * Names without end, no two alike within the first 2,000 or so: steps of a size that shares no divisor with
 * the number of pairs visit every pair once, without keeping a list of those taken.
 */
export function placeNames(random: Random): (index: number) => PlaceName {
  const pairs = PICTURES.length * LAND_FORMS.length;
  const start = random.integer(0, pairs - 1);
  let step = random.integer(Math.floor(pairs / 5), pairs - 1);
  while (greatestCommonDivisor(step, pairs) > 1) step += 1;
  return (index) => {
    const pair = (start + index * step) % pairs;
    const picture = PICTURES[pair % PICTURES.length] as string;
    const landForm = LAND_FORMS[Math.floor(pair / PICTURES.length)] as string;
    const syllables = [SYLLABLES.get(picture) ?? "", SYLLABLES.get(landForm) ?? ""];
    return {
      stem: picture + landForm,
      pinyin: syllables.join(""),
      initials: syllables.map((syllable) => syllable.charAt(0)).join(""),
    };
  };
}

/** Pinyin of any other words, for the few names that are not built from the lists. */
export function spell(words: string): { pinyin: string; initials: string } {
  let known = SPELLED.get(words);
  if (known === undefined) {
    const syllables = pinyin(words, { toneType: "none", type: "array", nonZh: "removed" });
    known = {
      pinyin: syllables.join(""),
      initials: syllables.map((syllable) => syllable.charAt(0)).join(""),
    };
    SPELLED.set(words, known);
  }
  return known;
}
const SPELLED = new Map<string, { pinyin: string; initials: string }>();

/** "jixi" → "Jixi", for the English names of invented things. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right);
}
