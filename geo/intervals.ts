/**
 * Intervals around small counts and rates, and the probabilities of counts.
 * Each function names its variant: for the same data they differ by several per cent.
 */
import {
  betaQuantile,
  gammaQuantile,
  lowerBeta,
  lowerGamma,
  normalUpperQuantile,
  upperGamma,
} from "./specialFunctions.ts";

/** Lower and upper bound, in the unit of what is estimated: a share for proportions, events for counts. */
export type Interval = readonly [lower: number, upper: number];

function requireCount(name: string, value: number): void {
  if (!(Number.isInteger(value) && value >= 0))
    throw new RangeError(`${name} is ${value}; give a whole number from 0 up`);
}

function requireShare(events: number, population: number, confidence: number): void {
  requireCount("events", events);
  requireCount("population", population);
  if (population === 0 || events > population)
    throw new RangeError(`${events} of ${population}; give a population above 0 that holds all events`);
  requireConfidence(confidence);
}

function requireConfidence(confidence: number): void {
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`confidence is ${confidence}; give a number between 0 and 1, such as 0.95`);
}

function requireExpected(expected: number): void {
  if (!(expected > 0 && Number.isFinite(expected)))
    throw new RangeError(`expected is ${expected}; give a finite number above 0`);
}

/**
 * Score interval of a proportion, without continuity correction: the default beside a raw rate.
 * Source: Wilson (1927), J. Am. Stat. Assoc. 22; Agresti & Coull (1998). Near-nominal coverage for small n.
 */
export function wilson(events: number, population: number, confidence = 0.95): Interval {
  requireShare(events, population, confidence);
  const z = normalUpperQuantile((1 - confidence) / 2);
  const rate = events / population;
  const spread = (z * z) / population;
  const centre = (rate + spread / 2) / (1 + spread);
  const half = (Math.sqrt((rate * (1 - rate)) / population + spread / (4 * population)) * z) / (1 + spread);
  return [events === 0 ? 0 : centre - half, events === population ? 1 : centre + half];
}

/** Exact interval of a proportion; never covers less than stated, so it is wide. Source: Clopper & Pearson (1934). */
export function clopperPearson(events: number, population: number, confidence = 0.95): Interval {
  requireShare(events, population, confidence);
  const tail = (1 - confidence) / 2;
  const rest = population - events;
  return [
    events === 0 ? 0 : betaQuantile(events, rest + 1, tail),
    rest === 0 ? 1 : betaQuantile(events + 1, rest, 1 - tail),
  ];
}

/**
 * Bayesian interval of a proportion under Jeffreys' prior Beta(1/2, 1/2); 0 and 1 at the ends as
 * Brown, Cai & DasGupta (2001), Statistical Science 16, modify it.
 */
export function jeffreys(events: number, population: number, confidence = 0.95): Interval {
  requireShare(events, population, confidence);
  const tail = (1 - confidence) / 2;
  const rest = population - events;
  return [
    events === 0 ? 0 : betaQuantile(events + 0.5, rest + 0.5, tail),
    rest === 0 ? 1 : betaQuantile(events + 0.5, rest + 0.5, 1 - tail),
  ];
}

/** Exact interval of the mean of a Poisson count, in events; divide by person-time for a rate. Source: Garwood (1936). */
export function garwood(events: number, confidence = 0.95): Interval {
  requireCount("events", events);
  requireConfidence(confidence);
  const tail = (1 - confidence) / 2;
  return [events === 0 ? 0 : gammaQuantile(events, tail), gammaQuantile(events + 1, 1 - tail)];
}

/** P(X >= observed) for X ~ Poisson(expected): is this many surprising? */
export function poissonUpperTail(observed: number, expected: number): number {
  requireCount("observed", observed);
  requireExpected(expected);
  return observed === 0 ? 1 : lowerGamma(observed, expected);
}

/** P(X <= observed) for X ~ Poisson(expected): is this few surprising? */
export function poissonLowerTail(observed: number, expected: number): number {
  requireCount("observed", observed);
  requireExpected(expected);
  return upperGamma(observed + 1, expected);
}

/** Upper mid-p, P(X > observed) + P(X = observed)/2: less conservative than the upper tail for tiny counts. */
export function poissonMidUpper(observed: number, expected: number): number {
  return (poissonUpperTail(observed, expected) + poissonUpperTail(observed + 1, expected)) / 2;
}

/** P(X = 0) for X ~ Poisson(expected): how surprising silence is where counts are not overdispersed. */
export function poissonZero(expected: number): number {
  requireExpected(expected);
  return Math.exp(-expected);
}

/**
 * P(X >= observed) for a negative binomial count with mean `expected` and variance expected + expected²/size.
 * Method card: size 4 for quarterly counts of newly recognised households.
 */
export function negativeBinomialUpperTail(observed: number, expected: number, size: number): number {
  requireCount("observed", observed);
  requireExpected(expected);
  requireExpected(size);
  return observed === 0 ? 1 : lowerBeta(observed, size, expected / (size + expected));
}

/** P(X = 0) for the same negative binomial count: the silence test of the method card. */
export function negativeBinomialZero(expected: number, size: number): number {
  requireExpected(expected);
  requireExpected(size);
  return Math.exp(-size * Math.log1p(expected / size));
}

/** Prior of a rate between units: pooled mean and variance, as `marshallPrior` gives them. */
export interface RatePrior {
  readonly mean: number;
  readonly variance: number;
}

/**
 * P(true rate > threshold) for a unit with `events` in `population`, under the Gamma posterior whose prior has
 * the given mean and variance (shape mean²/variance + events, rate mean/variance + population).
 * Without spread between units (variance 0) or events (mean 0) the prior is Jeffreys' (shape events + 1/2),
 * as the executable specification has it.
 * @param threshold rate in events per unit of population; 0 or less gives 1.
 * @throws RangeError when the population is not above 0, or events are negative.
 */
export function gammaTail(events: number, population: number, prior: RatePrior, threshold: number): number {
  if (!(events >= 0)) throw new RangeError(`events is ${events}; give a number from 0 up`);
  requireExpected(population);
  if (threshold <= 0) return 1;
  const { mean, variance } = prior;
  const informed = variance > 0 && mean > 0;
  const shape = informed ? (mean * mean) / variance + events : events + 0.5;
  const rate = informed ? mean / variance + population : population;
  return upperGamma(shape, rate * threshold);
}
