/**
 * Incomplete gamma and beta functions, and the normal tail that follows from them.
 * Source: Press et al. (2007), "Numerical Recipes", 3rd ed., sections 6.2 and 6.4: power series left of the peak,
 * modified Lentz continued fraction right of it, so that the small one of two complements is never 1 minus
 * the other. Relative error about 1e-12 for arguments up to 10,000. ln Γ is simple-statistics' Lanczos form;
 * that library's normal probabilities stop at 7 digits, hence these.
 */
import { gammaln } from "simple-statistics";

/** Terms after which a series is given up; arguments of 1e6 need about 5,000. */
const MOST_TERMS = 100_000;
/** Where a term changes nothing any more. */
const PRECISION = 1e-16;
/** Stands in for 0 in a denominator (Lentz). */
const TINY = 1e-300;

function requirePositive(name: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value)))
    throw new RangeError(`${name} is ${value}; give a finite number above 0`);
}

function requireFraction(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${name} is ${value}; give a number from 0 to 1`);
}

/** Continued fraction b0 + a1/(b1 + a2/(b2 + …)) by the modified Lentz method. */
function continuedFraction(term: (index: number) => readonly [a: number, b: number], start: number): number {
  let value = start === 0 ? TINY : start;
  let forward = value;
  let backward = 0;
  for (let index = 1; index < MOST_TERMS; index++) {
    const [a, b] = term(index);
    backward = b + a * backward;
    if (Math.abs(backward) < TINY) backward = TINY;
    forward = b + a / forward;
    if (Math.abs(forward) < TINY) forward = TINY;
    backward = 1 / backward;
    const factor = forward * backward;
    value *= factor;
    if (Math.abs(factor - 1) <= PRECISION * 4) return value;
  }
  throw new RangeError(
    `a continued fraction did not settle in ${MOST_TERMS} terms; the arguments are too large`,
  );
}

function gammaParts(shape: number, x: number): { lower: number; upper: number } {
  requirePositive("shape", shape);
  if (!(x >= 0)) throw new RangeError(`x is ${x}; give a number from 0 up`);
  if (x === 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  const factor = Math.exp(-x + shape * Math.log(x) - gammaln(shape));
  if (x < shape + 1) {
    let term = 1 / shape;
    let sum = term;
    for (let index = 1; index < MOST_TERMS && term > sum * PRECISION; index++) {
      term *= x / (shape + index);
      sum += term;
    }
    const lower = Math.min(1, sum * factor);
    return { lower, upper: 1 - lower };
  }
  const fraction = continuedFraction(
    (index) => [-index * (index - shape), x + 1 - shape + 2 * index],
    x + 1 - shape,
  );
  const upper = Math.min(1, factor / fraction);
  return { lower: 1 - upper, upper };
}

/** Regularised lower incomplete gamma function P(shape, x): probability that a Gamma(shape, 1) is at most x. */
export function lowerGamma(shape: number, x: number): number {
  return gammaParts(shape, x).lower;
}

/** Regularised upper incomplete gamma function Q(shape, x) = 1 − P, exact also where it is tiny. */
export function upperGamma(shape: number, x: number): number {
  return gammaParts(shape, x).upper;
}

/** Regularised incomplete beta function I_x(a, b): probability that a Beta(a, b) is at most x. */
export function lowerBeta(a: number, b: number, x: number): number {
  requirePositive("a", a);
  requirePositive("b", b);
  requireFraction("x", x);
  if (x === 0 || x === 1) return x;
  const front = Math.exp(gammaln(a + b) - gammaln(a) - gammaln(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? front * betaFraction(a, b, x) : 1 - front * betaFraction(b, a, 1 - x);
}

function betaFraction(a: number, b: number, x: number): number {
  const denominator = continuedFraction((index) => {
    const half = Math.floor(index / 2);
    const coefficient =
      index % 2 === 0
        ? (half * (b - half) * x) / ((a + index - 1) * (a + index))
        : (-(a + half) * (a + b + half) * x) / ((a + index - 1) * (a + index));
    return [coefficient, 1];
  }, 1);
  return 1 / (a * denominator);
}

/** The x at which a rising function reaches the target, to the last digit; low and high must enclose it. */
function invert(rising: (x: number) => number, target: number, low: number, high: number): number {
  let [below, above] = [low, high];
  for (;;) {
    const middle = (below + above) / 2;
    if (middle <= below || middle >= above) return middle;
    if (rising(middle) < target) below = middle;
    else above = middle;
  }
}

/** Quantile of the Gamma(shape, 1) distribution. @throws RangeError outside 0 <= probability < 1. */
export function gammaQuantile(shape: number, probability: number): number {
  requirePositive("shape", shape);
  if (!(probability >= 0 && probability < 1))
    throw new RangeError(`probability is ${probability}; give a number from 0 to below 1`);
  if (probability === 0) return 0;
  let high = shape + 1;
  while (lowerGamma(shape, high) < probability) high *= 2;
  return invert((x) => lowerGamma(shape, x), probability, 0, high);
}

/** Quantile of the Beta(a, b) distribution. */
export function betaQuantile(a: number, b: number, probability: number): number {
  requireFraction("probability", probability);
  if (probability === 0 || probability === 1) return probability;
  return invert((x) => lowerBeta(a, b, x), probability, 0, 1);
}

/** P(|Z| >= |z|) of a standard normal Z: the two-sided p of a z score, exact to 1e-300. */
export function normalTwoSided(z: number): number {
  if (Number.isNaN(z)) throw new RangeError("z is NaN; leave out units whose statistic is undefined");
  return upperGamma(0.5, (z * z) / 2);
}

/** P(Z >= z) of a standard normal Z. */
export function normalUpperTail(z: number): number {
  const half = normalTwoSided(z) / 2;
  return z >= 0 ? half : 1 - half;
}

/** The z that a standard normal exceeds with the given probability: 0.025 gives 1.959964. */
export function normalUpperQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1))
    throw new RangeError(`probability is ${probability}; give a number between 0 and 1`);
  if (probability > 0.5) return -normalUpperQuantile(1 - probability);
  return invert((z) => -normalUpperTail(z), -probability, 0, 40);
}
