import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StartError } from "./errors.ts";

/** Where a value stands: bound into its encryption, so that a value copied to another row or column does not open. */
export interface Place {
  readonly column: string;
  readonly row: string;
}

/** What keeps identities and the audit: the keys stand in files beside the database, never in it or its backups. */
export interface Keys {
  readonly id: string;
  readonly seal: (value: string | Buffer, place: Place) => Buffer;
  /** @throws Error when the value was changed, moved from another place, or sealed with another key. */
  readonly open: (sealed: Buffer, place: Place) => Buffer;
  /** HMAC-SHA-256 of a normalised value under a key of its own: equal values are equal, and nothing else can be told. */
  readonly blind: (value: string) => Buffer;
  readonly sign: (digest: Buffer) => Buffer;
  readonly isSigned: (digest: Buffer, signature: Buffer) => boolean;
  /** Folder of the keys and of the audit's anchors; null for keys that are kept in memory only. */
  readonly directory: string | null;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ID_BYTES = 4;

let inMemory: Keys | undefined;

/** Opens the keys of a folder and makes those that are missing. Without a folder they live as long as the process. */
export function openKeys(directory: string | null): Keys {
  if (directory !== null) return keysOf(directory);
  // Whoever asks again must be able to open what was sealed before.
  inMemory ??= keysOf(null);
  return inMemory;
}

function keysOf(directory: string | null): Keys {
  if (directory) mkdirSync(directory, { recursive: true, mode: 0o700 });
  const identity = readOrMake(directory, "identity.key", () => randomBytes(32));
  const blindKey = readOrMake(directory, "blind-index.key", () => randomBytes(32));
  const audit = createPrivateKey(
    readOrMake(directory, "audit.pem", () =>
      Buffer.from(generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" })),
    ),
  );
  const id = createHmac("sha256", identity).update("key id").digest("hex").slice(0, 8);
  return {
    id,
    directory,
    ...sealing(identity, id),
    blind: (value) => createHmac("sha256", blindKey).update(value).digest(),
    ...signing(audit),
  };
}

function sealing(key: Buffer, id: string): Pick<Keys, "seal" | "open"> {
  const idBytes = Buffer.from(id, "hex");
  return {
    seal: (value, { column, row }) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(`${column}:${row}`));
      const text = Buffer.concat([cipher.update(value), cipher.final()]);
      return Buffer.concat([idBytes, nonce, cipher.getAuthTag(), text]);
    },
    open: (sealed, { column, row }) => {
      if (!sealed.subarray(0, ID_BYTES).equals(idBytes)) {
        throw new Error(
          `${column} was sealed with key ${sealed.subarray(0, ID_BYTES).toString("hex")}, not with ${id}`,
        );
      }
      const nonce = sealed.subarray(ID_BYTES, ID_BYTES + NONCE_BYTES);
      const tag = sealed.subarray(ID_BYTES + NONCE_BYTES, ID_BYTES + NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv("aes-256-gcm", key, nonce)
        .setAAD(Buffer.from(`${column}:${row}`))
        .setAuthTag(tag);
      return Buffer.concat([
        decipher.update(sealed.subarray(ID_BYTES + NONCE_BYTES + TAG_BYTES)),
        decipher.final(),
      ]);
    },
  };
}

function signing(key: KeyObject): Pick<Keys, "sign" | "isSigned"> {
  const publicKey = createPublicKey(key);
  return {
    sign: (digest) => sign(null, digest, key),
    isSigned: (digest, signature) => verify(null, digest, publicKey, signature),
  };
}

function readOrMake(directory: string | null, name: string, make: () => Buffer): Buffer {
  if (directory === null) return make();
  const path = join(directory, name);
  if (!existsSync(path)) {
    try {
      // Two processes may start at once: who comes second reads what the first wrote.
      writeFileSync(path, make(), { flag: "wx", mode: 0o600 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST")
        throw new StartError(
          `密钥文件 ${path} 写不了：${(error as Error).message}；请用 ATLAS_KEYS_DIRECTORY 指定可写的文件夹。`,
          `The key file ${path} cannot be written: ${(error as Error).message}; name a writable folder with ATLAS_KEYS_DIRECTORY.`,
        );
    }
  }
  return readFileSync(path);
}
