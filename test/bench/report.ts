import { type Comparison, quantile } from "./measure.ts";

export interface Line {
  name: string;
  concurrency: number;
  sentence: string;
  comparison: Comparison;
}

const HEADINGS = ["", "c", "req/s", "p50 ms", "p99 ms", "limit req/s", "p50 ms", "p99 ms", "ratio", "bytes"];

const cells = ({ name, concurrency, comparison: { product, limit, ratio } }: Line): string[] => [
  name,
  String(concurrency),
  product.perSecond.toFixed(0),
  quantile(product.latencies, 0.5).toFixed(1),
  quantile(product.latencies, 0.99).toFixed(1),
  limit.perSecond.toFixed(0),
  quantile(limit.latencies, 0.5).toFixed(1),
  quantile(limit.latencies, 0.99).toFixed(1),
  ratio.toFixed(2),
  product.bytes.toFixed(0),
];

/** One line per workload and concurrency; the ratio is the median over interleaved rounds. */
export function printTable(lines: readonly Line[]): void {
  const rows = [HEADINGS, ...lines.map(cells)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  rows.forEach((row, index) => {
    const text = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(`${text.join("  ")}  ${lines[index - 1]?.sentence ?? ""}`);
  });
}

/** The same for machines: quantiles instead of every latency. */
export function toJson(lines: readonly Line[]): unknown[] {
  return lines.map((line) => {
    const [name, concurrency, ...numbers] = cells(line);
    const keys = ["perSecond", "p50", "p99", "limitPerSecond", "limitP50", "limitP99", "ratio", "bytes"];
    return {
      name,
      concurrency: Number(concurrency),
      sentence: line.sentence,
      ...Object.fromEntries(keys.map((key, index) => [key, Number(numbers[index])])),
    };
  });
}
