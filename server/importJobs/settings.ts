import { isAllowed, type Permission } from "../access/rules.ts";
import type { Viewer } from "../access/viewer.ts";
import { datasets } from "../imports/datasets.ts";
import type { Dataset } from "../imports/type.ts";

/** How a file is to be read: as its maker asked, kept with the job. */
export interface ImportSettings {
  readonly layer?: string;
  readonly crs?: string;
  readonly swapAxes?: boolean;
  /** Column of the dataset to header of the file; not given, headers are recognised. */
  readonly mapping?: Readonly<Record<string, string>>;
  readonly mode?: "ATOMIC" | "GOOD_ROWS";
  readonly dryRun?: boolean;
}

/** Datasets that lead into casework, with who may write there; every other one holds open facts. */
const OF_CASEWORK: Readonly<Record<string, Permission>> = {
  households: "household.write",
  members: "household.write",
  screening: "screening.load",
};

export const mayImport = ({ role }: Pick<Viewer, "role">, dataset: string): boolean =>
  isAllowed(role, "import.run") && isAllowed(role, OF_CASEWORK[dataset] ?? "import.run");

export const datasetsFor = (viewer: Pick<Viewer, "role">): Dataset[] =>
  datasets.filter(({ name }) => mayImport(viewer, name));

/** 1 GiB a file, 2 GiB of files at a time, for a day. */
export const MOST_BYTES = 1_073_741_824;
export const MOST_BYTES_KEPT = 2 * MOST_BYTES;
export const HOURS_KEPT = 24;
