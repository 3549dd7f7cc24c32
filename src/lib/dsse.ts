/** Envelopes after https://github.com/secure-systems-lab/dsse (DSSE v1.0.2), signed with Ed25519. */
import { createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { sha256 } from "./hash.ts";

export interface Envelope {
  payloadType: string;
  /** Base64 of the bytes. */
  payload: string;
  signatures: { keyid?: string; sig: string }[];
}

export interface Sealed {
  payloadType: string;
  payload: Uint8Array;
}

/** What is signed: the type stands in it, so that a signature for one type is none for another. */
export function preAuthEncoding({ payloadType, payload }: Sealed): Buffer {
  const type = Buffer.from(payloadType);
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} `), type, Buffer.from(` ${payload.length} `), payload]);
}

export function sealEnvelope(sealed: Sealed, privateKey: KeyObject): Envelope {
  const { payloadType, payload } = sealed;
  const sig = sign(null, preAuthEncoding(sealed), privateKey).toString("base64");
  return { payloadType, payload: Buffer.from(payload).toString("base64"), signatures: [{ keyid: keyId(privateKey), sig }] };
}

/** The very bytes that this key has signed; undefined when it has not. `key` may be private or public. Key ids are hints and decide nothing. */
export function openEnvelope({ payloadType, payload, signatures }: Envelope, key: KeyObject): Sealed | undefined {
  const sealed = { payloadType, payload: Buffer.from(payload, "base64") };
  const encoded = preAuthEncoding(sealed);
  const publicKey = toPublic(key);
  return signatures.some(({ sig }) => verify(null, encoded, publicKey, Buffer.from(sig, "base64"))) ? sealed : undefined;
}

/** SHA-256 of the public key's DER (SubjectPublicKeyInfo), in hex. */
export function keyId(key: KeyObject): string {
  return sha256(toPublic(key).export({ type: "spki", format: "der" }));
}

function toPublic(key: KeyObject): KeyObject {
  return key.type === "private" ? createPublicKey(key) : key;
}
