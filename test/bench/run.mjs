// npm run bench -- --size m --only W1,W5 --seconds 2 --rounds 5: every workload beside its own limit, on real PostgreSQL.
import { register } from "tsx/esm/api";
import { ensureBuilt } from "../../build.mjs";

await ensureBuilt("server");
register();
await import("./main.ts");
