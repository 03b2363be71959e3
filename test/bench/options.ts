export interface BenchOptions {
  size: "s" | "m" | "l";
  /** Workloads to run; empty for all. */
  only: string[];
  /** How long one side of one round runs. */
  seconds: number;
  /** Rounds of product and limit in turn; the table shows their medians. */
  rounds: number;
}

/** Reads the command line. @throws Error in one sentence for anything it does not know. */
export function readOptions(args: readonly string[]): BenchOptions {
  const options: BenchOptions = { size: "m", only: [], seconds: 2, rounds: 5 };
  for (let index = 0; index < args.length; index += 2) {
    const [name, value = ""] = [args[index], args[index + 1]];
    if (name === "--size" && (value === "s" || value === "m" || value === "l")) options.size = value;
    else if (name === "--only") options.only = value.toUpperCase().split(",");
    else if (name === "--seconds" && Number(value) > 0) options.seconds = Number(value);
    else if (name === "--rounds" && Number.isInteger(Number(value)) && Number(value) > 0)
      options.rounds = Number(value);
    else
      throw new Error(
        `${name} ${value} is not known; there are --size s|m|l, --only W1,W5, --seconds 2, --rounds 5`,
      );
  }
  return options;
}
