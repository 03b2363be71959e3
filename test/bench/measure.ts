/** One request of a workload; gives the bytes it brought. The number picks its parameters, so both sides ask the same. */
export type Task = (number: number) => Promise<number>;

export interface Sample {
  perSecond: number;
  /** Milliseconds of each request. */
  latencies: number[];
  bytes: number;
}

/** Runs a task at a concurrency for so long. Worker n takes the numbers n, n + concurrency, …, so that no two ask the same at once. */
export async function measure(task: Task, concurrency: number, seconds: number): Promise<Sample> {
  const latencies: number[] = [];
  let bytes = 0;
  const start = performance.now();
  const end = start + seconds * 1000;
  const worker = async (first: number) => {
    for (let number = first; ; number += concurrency) {
      const since = performance.now();
      if (since >= end) return;
      const received = await task(number);
      bytes += received;
      latencies.push(performance.now() - since);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, (_, index) => worker(index)));
  const elapsed = (performance.now() - start) / 1000;
  return { perSecond: latencies.length / elapsed, latencies, bytes: bytes / latencies.length };
}

export interface Comparison {
  product: Sample;
  limit: Sample;
  /** Median over the rounds of product / limit, requests per second. */
  ratio: number;
}

/** Product and limit in turn: the machine is shared, so only what ran side by side can be compared. */
export async function compare(
  product: Task,
  limit: Task,
  { concurrency, seconds, rounds }: { concurrency: number; seconds: number; rounds: number },
): Promise<Comparison> {
  await measure(product, concurrency, Math.min(1, seconds));
  await measure(limit, concurrency, Math.min(1, seconds));
  const pairs: [Sample, Sample][] = [];
  for (let round = 0; round < rounds; round += 1) {
    pairs.push([await measure(product, concurrency, seconds), await measure(limit, concurrency, seconds)]);
  }
  return {
    product: merge(pairs.map(([sample]) => sample)),
    limit: merge(pairs.map(([, sample]) => sample)),
    ratio: median(pairs.map(([one, other]) => one.perSecond / other.perSecond)),
  };
}

function merge(samples: Sample[]): Sample {
  return {
    perSecond: median(samples.map((sample) => sample.perSecond)),
    latencies: samples.flatMap((sample) => sample.latencies),
    bytes: median(samples.map((sample) => sample.bytes)),
  };
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const median = (values: readonly number[]) => quantile(values, 0.5);
