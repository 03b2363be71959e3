// A new thread does not inherit the reading of TypeScript from tsx or Vitest, and `--import tsx` on the thread is
// ignored when tsx runs the main one already: so the thread registers it by itself. The built server skips this file.
import { register } from "tsx/esm/api";

register();
await import("./worker.ts");
