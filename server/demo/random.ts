import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/**
 * Seeded random numbers. A stream is named by what it is for ("360827", "people"), so adding a draw to one
 * thing never moves another. Normal deviates are sums of uniforms: no logarithm or cosine, whose last digits
 * engines may compute differently.
 */
export class Random {
  private readonly generator: ReturnType<typeof xoroshiro128plus>;

  constructor(...name: readonly (string | number)[]) {
    this.generator = xoroshiro128plus(hash(name.join("/")));
  }

  /** 0 ≤ x < 1 */
  unit(): number {
    return (this.generator.next() >>> 0) / 4_294_967_296;
  }

  between(from: number, to: number): number {
    return from + (to - from) * this.unit();
  }

  /** Whole number, both ends included. */
  integer(from: number, to: number): number {
    return from + Math.floor((to - from + 1) * this.unit());
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** Mean 0, variance 1, never beyond ±3.5: the sum of four uniforms. */
  normal(): number {
    return (this.unit() + this.unit() + this.unit() + this.unit() - 2) * 1.7320508075688772;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(items.length * this.unit())];
    if (item === undefined) throw new Error("cannot pick from an empty list");
    return item;
  }

  /** Picks by weight; the weights need not add up to 1. */
  weighted<Item>(choices: readonly (readonly [Item, number])[]): Item {
    let rest = this.unit() * choices.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [item, weight] of choices) {
      rest -= weight;
      if (rest < 0) return item;
    }
    return (choices[choices.length - 1] as readonly [Item, number])[0];
  }

  /** Poisson count by Knuth's product of uniforms; the means here are small. */
  poisson(mean: number): number {
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.unit(); product > limit; product *= this.unit()) count += 1;
    return count;
  }

  /** `count` different members of `items`, in random order (fewer when there are fewer). */
  sample<Item>(items: readonly Item[], count: number): Item[] {
    const pool = [...items];
    const size = Math.min(count, pool.length);
    for (let index = 0; index < size; index += 1) {
      const other = this.integer(index, pool.length - 1);
      [pool[index], pool[other]] = [pool[other] as Item, pool[index] as Item];
    }
    return pool.slice(0, size);
  }
}

/** FNV-1a with a final mix, so that neighbouring codes do not give neighbouring seeds. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) | 0;
}

/** Splits a whole total by weights into whole parts that add up to it exactly (largest remainder). */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((left, right) => left + right, 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const parts = exact.map(Math.floor);
  const missing = total - parts.reduce((left, right) => left + right, 0);
  const order = exact.map((value, index) => ({ index, rest: value - Math.floor(value) }));
  order.sort((left, right) => right.rest - left.rest || left.index - right.index);
  for (const { index } of order.slice(0, missing)) parts[index] = (parts[index] as number) + 1;
  return parts;
}
