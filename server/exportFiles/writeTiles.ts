import type { Context } from "../context.ts";
import type { Job } from "./changesOfWorker.ts";
import type { Sheet } from "./formats/format.ts";
import type { Asked, ExportList } from "./list.ts";
import type { Written } from "./write.ts";

export interface TilesToWrite {
  readonly job: Job;
  readonly path: string;
  readonly list: ExportList;
  readonly asked: Asked;
  readonly sheet: Sheet;
  readonly contextOf: () => Promise<Context>;
}

export async function writeTiles(_given: TilesToWrite): Promise<Written> {
  throw new Error("not there yet");
}
