import { addDays } from "../../geo/days.ts";
import { inventedIdNumber } from "../identityNumbers.ts";
import { CANARIES } from "./canaries.ts";
import { demoId } from "./people.ts";
import type { Random } from "./random.ts";

const SURNAMES = [..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"];
const GIVEN = [..."安邦春德芳福桂国海红华建金兰利丽林龙梅明宁平清荣胜水顺桃文祥新秀雪义英勇玉云珍志忠竹"];

export interface DemoMember {
  readonly id: string;
  readonly relation: "HEAD" | "SPOUSE" | "CHILD" | "PARENT";
  readonly sex: "F" | "M";
  readonly bornOn: string;
  readonly labour: "ABLE" | "WEAK" | "NONE";
  readonly employed: boolean;
  readonly worksAway: boolean;
  readonly atSchool: boolean;
  readonly disabilityGrade: number | null;
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string | null;
}

const given = (random: Random) =>
  random.chance(0.3) ? random.pick(GIVEN) : random.pick(GIVEN) + random.pick(GIVEN);

/** Serial numbers of invented identity numbers, so that no two people born on one day share one. */
export type Serials = Map<string, number>;

/**
 * Invented people of one household.
 * @param withoutLabour old people who cannot work
 * @param canary which of the three canaries heads it
 */
export function membersOf(
  number: string,
  { random, today, serials }: { random: Random; today: string; serials: Serials },
  { withoutLabour, canary }: { withoutLabour: boolean; canary: (typeof CANARIES)[number] | undefined },
): DemoMember[] {
  const headAge = withoutLabour ? random.integer(71, 86) : random.integer(32, 59);
  const family = random.pick(SURNAMES);
  const relations: DemoMember["relation"][] = ["HEAD"];
  if (random.chance(withoutLabour ? 0.4 : 0.85)) relations.push("SPOUSE");
  if (!withoutLabour) {
    for (let child = random.integer(0, 2); child > 0; child -= 1) relations.push("CHILD");
    if (random.chance(0.35)) relations.push("PARENT");
  }
  return relations.map((relation, index) => {
    const age = {
      HEAD: headAge,
      SPOUSE: headAge + random.integer(-3, 2),
      CHILD: Math.max(1, headAge - 24 - random.integer(0, 6)),
      PARENT: headAge + 25,
    }[relation];
    const known = relation === "HEAD" ? canary : undefined;
    const bornOn = known?.bornOn ?? addDays(today, -365 * age - random.integer(0, 364));
    const disabled = random.chance(0.06);
    const labour = age < 16 || age > 70 ? "NONE" : age > 60 || disabled ? "WEAK" : "ABLE";
    const employed = labour === "ABLE" && age >= 18 && random.chance(0.75);
    return {
      id: demoId(`member ${number} ${index}`),
      relation,
      sex: random.chance(0.5) ? "F" : "M",
      bornOn,
      labour,
      employed,
      worksAway: employed && random.chance(0.5),
      atSchool: age >= 6 && age < 18,
      disabilityGrade: disabled ? random.integer(1, 4) : null,
      name: known?.name ?? (relation === "SPOUSE" ? random.pick(SURNAMES) : family) + given(random),
      idNumber: known?.idNumber ?? inventedIdNumber(bornOn, nextSerial(serials, bornOn)),
      // 100… is no number a person can have, and as long as one.
      phone: known?.phone ?? (age >= 16 ? `100${random.integer(10_000_000, 69_999_999)}` : null),
    };
  });
}

function nextSerial(serials: Serials, bornOn: string): number {
  const serial = serials.get(bornOn) ?? 0;
  serials.set(bornOn, serial + 1);
  return serial;
}
