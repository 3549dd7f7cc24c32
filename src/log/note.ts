/** Signed notes with Ed25519, after https://c2sp.org/signed-note@v1.0.0. */
import { createPublicKey, hash, sign, verify, type KeyObject } from "node:crypto";

const ED25519 = 0x01;
const KEY_ID_BYTES = 4;

/** `text` ends in a newline; `name` has neither spaces nor plus signs. */
export function signNote({ text, name, privateKey }: { text: string; name: string; privateKey: KeyObject }): string {
  const signature = sign(null, Buffer.from(text), privateKey);
  const keyed = Buffer.concat([keyId(name, createPublicKey(privateKey)), signature]);
  return `${text}\n— ${name} ${keyed.toString("base64")}\n`;
}

/** The text of the note when it is signed by this key under this name, otherwise undefined. */
export function openNote({ note, name, publicKey }: { note: string; name: string; publicKey: KeyObject }): string | undefined {
  const border = note.lastIndexOf("\n\n");
  if (border < 0) return undefined;
  const text = note.slice(0, border + 1);
  const id = keyId(name, publicKey);
  for (const line of note.slice(border + 2).split("\n")) {
    const [dash, signer, encoded = ""] = line.split(" ");
    const keyed = Buffer.from(encoded, "base64");
    if (dash !== "—" || signer !== name || !keyed.subarray(0, KEY_ID_BYTES).equals(id)) continue;
    return verify(null, Buffer.from(text), publicKey, keyed.subarray(KEY_ID_BYTES)) ? text : undefined;
  }
  return undefined;
}

function keyId(name: string, publicKey: KeyObject): Buffer {
  const raw = Buffer.from(publicKey.export({ format: "jwk" }).x!, "base64url");
  const input = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ED25519), raw]);
  return Buffer.from(hash("sha256", input, "hex"), "hex").subarray(0, KEY_ID_BYTES);
}
