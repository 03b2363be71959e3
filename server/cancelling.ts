import { connect } from "node:net";
import type pg from "pg";

/** Code of a cancel request, PostgreSQL's documentation "Message Formats". */
const CANCEL_REQUEST = 80_877_102;
/** A request may arrive before its statement does, and then means nothing: it is sent again. */
const AGAIN_MS = 200;

/** Where a backend listens and what proves that it is ours; pg keeps it and its types do not say so. */
interface Backend {
  readonly host: string;
  readonly port: number;
  readonly processID: number;
  readonly secretKey: number;
}

function backendOf(client: object): Backend | null {
  const told = { host: null, port: null, processID: null, secretKey: null, ...client };
  const { host, port, processID, secretKey } = told as { [key in keyof Backend]: unknown };
  return typeof host === "string" &&
    typeof port === "number" &&
    typeof processID === "number" &&
    typeof secretKey === "number"
    ? { host, port, processID, secretKey }
    : null;
}

/** Asks the server, over a connection of its own as the protocol wants it, to give up what the backend is doing. */
function requestCancel({ host, port, processID, secretKey }: Backend): void {
  const packet = Buffer.alloc(16);
  [16, CANCEL_REQUEST, processID].forEach((value, index) => {
    packet.writeInt32BE(value, index * 4);
  });
  packet.writeInt32BE(secretKey, 12);
  const socket = host.startsWith("/") ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  // A request that gets lost changes nothing: the statement goes on until its time is over.
  socket.on("error", () => {});
  socket.once("connect", () => socket.end(packet));
}

/** Runs a statement that stops when the signal does. Its connection is then given up: a late request must not hit another's statement. */
export async function runCancellable<Row>(
  pool: Pick<pg.Pool, "connect">,
  statement: pg.QueryArrayConfig<unknown[]>,
  signal: AbortSignal,
): Promise<pg.QueryArrayResult<Row[]>> {
  signal.throwIfAborted();
  const client = await pool.connect();
  if (signal.aborted) {
    client.release();
    throw signal.reason;
  }
  let again: NodeJS.Timeout | undefined;
  const cancel = () => {
    const backend = backendOf(client);
    if (backend === null) return;
    requestCancel(backend);
    again = setInterval(() => requestCancel(backend), AGAIN_MS).unref();
  };
  signal.addEventListener("abort", cancel, { once: true });
  try {
    return await client.query<Row[]>(statement);
  } finally {
    signal.removeEventListener("abort", cancel);
    clearInterval(again);
    client.release(signal.aborted);
  }
}
