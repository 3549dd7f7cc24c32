import { createHash, createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { threadPaths } from "../../src/log/home.ts";
import { MerkleTree } from "../../src/log/merkle.ts";
import { openNote } from "../../src/log/note.ts";
import { readSigningKey } from "../../src/log/signing-key.ts";
import { verifies } from "../verifies.ts";
import { logText, temporaryHome, writeThread } from "./helpers.ts";

function sha256(...pieces: Uint8Array[]): Buffer {
  return createHash("sha256").update(Buffer.concat(pieces)).digest();
}

/** RFC 6962 §2.1, word for word. */
function treeHash(entries: Uint8Array[]): Buffer {
  if (entries.length === 0) return sha256();
  if (entries.length === 1) return sha256(Buffer.of(0), entries[0]!);
  let split = 1;
  while (split * 2 < entries.length) split *= 2;
  return sha256(Buffer.of(1), treeHash(entries.slice(0, split)), treeHash(entries.slice(split)));
}

verifies("log.checkpoint-format", "roots are those of the test vectors of Certificate Transparency", () => {
  const entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
  const tree = new MerkleTree();
  const roots = entries.map((entry) => {
    tree.append(Buffer.from(entry, "hex"));
    return tree.root().toString("hex");
  });
  expect(new MerkleTree().root().toString("hex")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(roots).toEqual([
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]);
});

verifies("log.checkpoint-format", "roots of any size are those of the definition", () => {
  const tree = new MerkleTree();
  const entries: Buffer[] = [];
  for (let size = 1; size <= 130; size++) {
    entries.push(Buffer.from(`entry ${size}`));
    tree.append(entries.at(-1)!);
    expect(tree.root()).toEqual(treeHash(entries));
  }
});

verifies("log.checkpoint-format", "a note of Go's reference implementation opens, and not when changed", () => {
  // From the documentation of golang.org/x/mod/sumdb/note.
  const note =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
  const raw = Buffer.from("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "base64").subarray(1);
  const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url") }, format: "jwk" });

  expect(openNote({ note, name: "PeterNeumann", publicKey })).toBe(note.slice(0, note.indexOf("\n\n") + 1));
  expect(openNote({ note: note.replace("answer", "Answer"), name: "PeterNeumann", publicKey })).toBeUndefined();
  expect(openNote({ note, name: "SomebodyElse", publicKey })).toBeUndefined();
  expect(openNote({ note: note.replace("\n\n", "\n"), name: "PeterNeumann", publicKey })).toBeUndefined();
});

verifies("log.checkpoint-format", "of a log", () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 5);
  const note = readFileSync(threadPaths(at.home, thread).checkpoint, "utf8");
  const lines = logText(at.home, thread).split("\n").slice(0, -1);
  const root = treeHash(lines.map((line) => Buffer.from(line))).toString("base64");

  const name = `fettle/thread/${thread}`;
  expect(note.replace(/[A-Za-z0-9+/]{91}=\n$/, "SIGNATURE\n")).toBe(`${name}\n21\n${root}\n\n— ${name} SIGNATURE\n`);
  expect(openNote({ note, name, publicKey: createPublicKey(readSigningKey(at.home)!) })).toBe(`${name}\n21\n${root}\n`);
});
