import { parentPort, workerData } from "node:worker_threads";
import loadHighs from "highs";
import type { Problem } from "../../geo/allocation.ts";
import { solveAllocation } from "./solve.ts";

// A programme of thousands of columns computes for seconds and would stop every request meanwhile.
const port = parentPort;
if (!port) throw new Error("Allocations are solved in a worker thread; start it with runAllocation().");
port.postMessage(solveAllocation(await loadHighs(), workerData as Problem));
