import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { FettleError } from "../contract/error.ts";
import { DIR_MODE, FILE_MODE, signingKeyPath } from "./home.ts";
import { ifThere } from "./if-there.ts";
import { syncFolder } from "./sync-folder.ts";

/** The Ed25519 key that signs this home's checkpoints; undefined when there is none yet. Throws `log.corrupt` for a file that is no key. */
export function readSigningKey(home: string): KeyObject | undefined {
  const path = signingKeyPath(home);
  const pem = ifThere(() => readFileSync(path));
  if (pem === undefined) return undefined;
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new FettleError("log.corrupt", "The key that signs the logs' checkpoints cannot be read.", { at: path, cause });
  }
}

/** The same, made at the first use. Of several processes that make it at once, one wins and all get its key. */
export function signingKey(home: string): KeyObject {
  const existing = readSigningKey(home);
  if (existing) return existing;
  const path = signingKeyPath(home);
  mkdirSync(dirname(path), { recursive: true, mode: DIR_MODE });
  const { privateKey } = generateKeyPairSync("ed25519");
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: FILE_MODE, flush: true });
  try {
    linkSync(temporary, path);
    for (const dir of [dirname(path), home]) syncFolder(dir);
    return privateKey;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return signingKey(home);
    throw error;
  } finally {
    rmSync(temporary);
  }
}
