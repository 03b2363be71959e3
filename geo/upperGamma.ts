/**
 * Regularised upper incomplete gamma function Q(shape, x) = Γ(shape, x) / Γ(shape).
 * Source: Press et al., "Numerical Recipes", 3rd ed. (2007), 6.2; variant: the series below x = shape + 1, Lentz's
 * continued fraction above it.
 */
import { gammaln } from "simple-statistics";

const MOST_TERMS = 10_000;
/** Stands for zero in Lentz's method, which divides by its own terms. */
const TINY = 1e-300;

/**
 * The probability that a Gamma(shape, rate 1) variable exceeds x; also, for a whole number of events k,
 * P(Poisson(x) < k) = Q(k, x), and the upper tail of chi-square with d degrees of freedom is Q(d / 2, value / 2).
 * @param shape greater than 0.
 * @param x 0 or less answers 1.
 * @returns a probability, 0 to 1.
 * @throws RangeError when the shape is not a positive number or x is not a number.
 */
export function upperGamma(shape: number, x: number): number {
  if (!(shape > 0) || !Number.isFinite(shape) || Number.isNaN(x))
    throw new RangeError(`upperGamma: shape ${shape}, x ${x}; give a positive finite shape and a number.`);
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const front = Math.exp(-x + shape * Math.log(x) - gammaln(shape));
  return x < shape + 1 ? 1 - lowerSeries(shape, x) * front : front * upperFraction(shape, x);
}

function lowerSeries(shape: number, x: number): number {
  let term = 1 / shape;
  let total = term;
  for (let step = 1; step <= MOST_TERMS && term >= total * 1e-16; step += 1) {
    term *= x / (shape + step);
    total += term;
  }
  return total;
}

function upperFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let step = 1; step < MOST_TERMS; step += 1) {
    const a = -step * (step - shape);
    b += 2;
    d = a * d + b;
    if (Math.abs(d) < TINY) d = TINY;
    c = b + a / c;
    if (Math.abs(c) < TINY) c = TINY;
    d = 1 / d;
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-15) break;
  }
  return fraction;
}
