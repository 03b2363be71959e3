// npm start: builds what is missing or older than its sources, then runs the bundle, which starts in a tenth of
// the CPU that running the sources takes. The web app is built beside the start of the database.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`需要 Node.js 20.19 或更新，当前为 ${process.versions.node}。`);
  console.error(`Node.js 20.19 or later is needed, this is ${process.versions.node}.`);
  process.exit(1);
}

// In a process of its own: the bundler sets NODE_ENV to production, which would switch the explorer off here.
const build = (part, failure) =>
  new Promise((resolve, reject) => {
    const program = fileURLToPath(new URL("../build.mjs", import.meta.url));
    const builder = spawn(process.execPath, [program, part], { stdio: "inherit" });
    builder.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(failure))));
  });
await Promise.all([
  build("server", "服务端编译失败 The server could not be built"),
  build("documents", "网页的查询无法收集 The operations of the web app could not be collected"),
]).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
const webApp = build("web", "网页编译失败 The web app could not be built");
// Told where it is awaited; until then it must not end the process.
webApp.catch(() => {});
const { start } = await import("../dist/server/main.js");
await start(webApp);
// The explorer is for developers: it is built when everybody else is already served.
if (process.env.NODE_ENV !== "production")
  await build("graphiql", "GraphiQL 编译失败 GraphiQL could not be built").catch(console.error);
