import { generateKeyPairSync, verify } from "node:crypto";
import { expect } from "vitest";
import { keyId, openEnvelope, preAuthEncoding, sealEnvelope } from "../../src/lib/dsse.ts";
import { verifies } from "../verifies.ts";

verifies("proofs.envelope", "the specification's own example, and lengths in bytes", () => {
  const encoded = [
    preAuthEncoding({ payloadType: "http://example.com/HelloWorld", payload: Buffer.from("hello world") }),
    preAuthEncoding({ payloadType: "ü", payload: Buffer.from([0, 0xff]) }),
  ];
  expect(encoded.map((bytes) => bytes.toString("latin1"))).toEqual([
    "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
    "DSSEv1 2 \u00c3\u00bc 2 \u0000\u00ff",
  ]);
});

verifies("proofs.envelope", "what opens, and what does not", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const other = generateKeyPairSync("ed25519");
  const envelope = sealEnvelope({ payloadType: "text/plain", payload: Buffer.from("true") }, privateKey);
  const [signature] = envelope.signatures;
  const opened = {
    private: openEnvelope(envelope, privateKey)?.payload.toString(),
    public: openEnvelope(envelope, publicKey)?.payload.toString(),
    besideAnother: openEnvelope({ ...envelope, signatures: [{ sig: "AAAA" }, signature!] }, publicKey)?.payload.toString(),
    otherKey: openEnvelope(envelope, other.publicKey),
    otherBytes: openEnvelope({ ...envelope, payload: Buffer.from("trve").toString("base64") }, publicKey),
    otherType: openEnvelope({ ...envelope, payloadType: "text/html" }, publicKey),
    unsigned: openEnvelope({ ...envelope, signatures: [] }, publicKey),
  };
  expect(opened).toEqual({
    private: "true",
    public: "true",
    besideAnother: "true",
    otherKey: undefined,
    otherBytes: undefined,
    otherType: undefined,
    unsigned: undefined,
  });
  // Somebody who has only the specification.
  const signed = Buffer.from("DSSEv1 10 text/plain 4 true");
  expect([verify(null, signed, publicKey, Buffer.from(signature!.sig, "base64")), signature!.keyid === keyId(publicKey)]).toEqual([
    true,
    true,
  ]);
});
