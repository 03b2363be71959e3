// npm run migrate, demo, import, …: builds the server when needed, then runs the command.
import { ensureBuilt } from "../build.mjs";

await ensureBuilt("server");
await import("../dist/server/commands.js");
