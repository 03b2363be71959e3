import type { PGlite } from "@electric-sql/pglite";

/** Runs messages of the PostgreSQL protocol in PGlite and returns all it answers. */
export type Execute = (messages: Buffer) => Promise<Buffer>;

export function executeIn(database: PGlite): Execute {
  const stackPointer = stackPointerOf(database);
  return async (messages) => {
    const chunks: Buffer[] = [];
    const before: unknown = stackPointer.value;
    // The bytes handed over are a view of the database's own memory: without a copy they change afterwards.
    const onRawData = (bytes: Uint8Array) => chunks.push(Buffer.from(bytes));
    await database.execProtocolRawStream(messages, { syncToFs: false, onRawData });
    stackPointer.value = before;
    return Buffer.concat(chunks);
  };
}

/**
 * PGlite 0.5.8 leaves an SQL error by a JavaScript exception, which does not take the 1,120 bytes and more of the
 * statement's frames off the WebAssembly stack. Not put back, after some 1,900 errors each further statement fails
 * with "stack depth limit exceeded" until the process is started again.
 */
function stackPointerOf(database: PGlite): WebAssembly.Global {
  const found: unknown = Reflect.get(database.Module, "___stack_pointer");
  if (found instanceof WebAssembly.Global) return found;
  throw new Error(
    "This version of PGlite hides its stack pointer: check whether errors still leak the stack.",
  );
}
