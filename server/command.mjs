// npm run migrate, demo, import, …: builds the server when needed, then runs the command.
import { ensureBuilt } from "../build.mjs";

await ensureBuilt("server");
// A pack carries a page of its own.
if (process.argv[2] === "pack") await ensureBuilt("pack");
await import("../dist/server/commands.js");
