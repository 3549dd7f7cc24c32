import { randomBytes } from "node:crypto";
import { copyFileSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zstdCompressSync } from "node:zlib";
import { expect } from "vitest";
import { sha256 } from "../../src/lib/hash.ts";
import { openBlobs } from "../../src/log/blobs.ts";
import { threadPaths } from "../../src/log/home.ts";
import { forkLog } from "../../src/log/writer.ts";
import { verifies } from "../verifies.ts";
import { beginning, temporaryHome, writeThread } from "./helpers.ts";

verifies("log.blobs", async () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 1);
  const blobs = openBlobs(at.home, thread);
  const short = "ä".repeat(8 << 10);
  const long = `${short}!`;

  const ref = { blob: sha256(long), bytes: (16 << 10) + 1, preview: "ä".repeat(1000) };
  expect([blobs.store(short), blobs.store(long), blobs.store(long)]).toEqual([short, ref, ref]);
  expect([await blobs.load(short), await blobs.load(ref)]).toEqual([short, long]);
  const { blobs: dir } = threadPaths(at.home, thread);
  expect(readdirSync(dir)).toEqual([`${ref.blob}.zst`]);
  expect(readFileSync(join(dir, `${ref.blob}.zst`)).length).toBeLessThan(100);
});

verifies("log.blobs", "of bytes, and a preview never ends in half a character", async () => {
  using at = temporaryHome();
  const blobs = openBlobs(at.home, writeThread(at.home, 1));
  const bytes = randomBytes(100_000);

  expect(blobs.put(bytes)).toEqual({ blob: sha256(bytes), bytes: 100_000 });
  expect(await blobs.get(sha256(bytes))).toEqual(bytes);
  expect(blobs.put(`${"x".repeat(999)}😀`).preview).toBe("x".repeat(999));
});

verifies("log.blobs", "of a parent and its parent are read from a fork", async () => {
  using at = temporaryHome();
  const first = writeThread(at.home, 1);
  using second = await forkLog({ home: at.home, from: { thread: first }, ...beginning });
  using third = await forkLog({ home: at.home, from: { thread: second.thread }, ...beginning });
  const { blob } = openBlobs(at.home, first).put("of the first");

  expect((await openBlobs(at.home, third.thread).get(blob)).toString()).toBe("of the first");
  await expect(openBlobs(at.home, writeThread(at.home, 1)).get(blob)).rejects.toMatchObject({ code: "log.corrupt" });
});

const damages: [string, (path: string) => void][] = [
  ["cut", (path) => truncateSync(path, 20)],
  ["emptied", (path) => truncateSync(path, 0)],
  ["overwritten", (path) => writeFileSync(path, "not compressed")],
  ["replaced by another blob's bytes", (path) => writeFileSync(path, zstdCompressSync(Buffer.from("other")))],
];
for (const [name, damage] of damages) {
  verifies("log.blob-damage", name, async () => {
    using at = temporaryHome();
    const thread = writeThread(at.home, 1);
    const blobs = openBlobs(at.home, thread);
    const { blob } = blobs.put(randomBytes(1000));
    const path = join(threadPaths(at.home, thread).blobs, `${blob}.zst`);
    copyFileSync(path, `${path}.kept`);
    damage(path);
    await expect(blobs.get(blob)).rejects.toMatchObject({ code: "log.corrupt", message: expect.stringContaining("damaged"), at: path });

    copyFileSync(`${path}.kept`, path);
    expect((await blobs.get(blob)).length).toBe(1000);
  });
}

verifies("log.blob-damage", "missing, or no hash at all", async () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 1);
  const blobs = openBlobs(at.home, thread);
  const { blob } = blobs.put("gone");
  rmSync(threadPaths(at.home, thread).blobs, { recursive: true });

  await expect(blobs.get(blob)).rejects.toMatchObject({ code: "log.corrupt", message: `The blob ${blob} is missing.` });
  await expect(blobs.get("../checkpoint")).rejects.toMatchObject({
    code: "log.corrupt",
    message: "../checkpoint is not the hash of a blob.",
  });
});
