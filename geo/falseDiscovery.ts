/**
 * p values corrected for looking at many places at once.
 * Sources: Benjamini & Hochberg (1995), J. R. Stat. Soc. B 57; Benjamini & Yekutieli (2001), Annals of
 * Statistics 29; Holm (1979), Scand. J. Stat. 6. All as adjusted p values: compare them with the level itself.
 */
export type Correction = "benjaminiHochberg" | "benjaminiYekutieli" | "holm" | "bonferroni";

/**
 * Adjusts p values; `benjaminiHochberg` controls the share of false findings among findings and is the rule of
 * this atlas, `benjaminiYekutieli` holds under any dependence, the other two control any false finding at all.
 * @param pValues null where there was no test (an island): it stays null and is not counted as a test.
 * @returns adjusted values in the order given, never above 1.
 * @throws RangeError for a p value outside 0 to 1.
 */
export function adjustPValues(
  pValues: readonly (number | null)[],
  correction: Correction,
): (number | null)[] {
  const tested: { place: number; p: number }[] = [];
  pValues.forEach((p, place) => {
    if (p === null) return;
    if (!(p >= 0 && p <= 1))
      throw new RangeError(`p value ${p} at ${place}; give 0 to 1, or null for no test`);
    tested.push({ place, p });
  });
  tested.sort((a, b) => a.p - b.p);
  const adjusted: (number | null)[] = pValues.map(() => null);
  const count = tested.length;
  if (correction === "bonferroni" || correction === "holm") {
    let largest = 0;
    tested.forEach(({ place, p }, index) => {
      const factor = correction === "holm" ? count - index : count;
      largest = Math.max(largest, Math.min(1, p * factor));
      adjusted[place] = largest;
    });
    return adjusted;
  }
  let penalty = 1;
  if (correction === "benjaminiYekutieli") for (let rank = 2; rank <= count; rank++) penalty += 1 / rank;
  let smallest = 1;
  for (let rank = count; rank >= 1; rank--) {
    const test = tested[rank - 1];
    if (!test) continue;
    smallest = Math.min(smallest, (test.p * count * penalty) / rank);
    adjusted[test.place] = smallest;
  }
  return adjusted;
}

/** Benjamini–Hochberg, the correction every map of this atlas uses. */
export function benjaminiHochberg(pValues: readonly (number | null)[]): (number | null)[] {
  return adjustPValues(pValues, "benjaminiHochberg");
}
