// The smallest possible tile server: one statement with ST_AsMVT for each request, nothing else.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { asMvtQuery } from "./asMvt.ts";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 4 });
const server = createServer(async (request, response) => {
  const [, z, x, y, period = ""] = (request.url ?? "").split("/");
  try {
    const { text, values } = asMvtQuery(Number(z), Number(x), Number(y), period);
    const { rows } = await pool.query<{ tile: Buffer }>(text, values);
    response.end(rows[0]?.tile);
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  console.log(`the bare tile server is ready: http://127.0.0.1:${port}`);
});
process.on("SIGTERM", () => process.exit(0));
