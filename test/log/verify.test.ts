import { createHash, generateKeyPairSync } from "node:crypto";
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { fc } from "../properties.ts";
import { expect } from "vitest";
import { signCheckpoint } from "../../src/log/checkpoint.ts";
import { signingKeyPath, threadPaths } from "../../src/log/home.ts";
import { MerkleTree } from "../../src/log/merkle.ts";
import { readSigningKey } from "../../src/log/signing-key.ts";
import { verificationCodes, verifyLog, type Verification } from "../../src/log/verify.ts";
import { forkLog, openLog } from "../../src/log/writer.ts";
import { verifies } from "../verifies.ts";
import { beginning, note, segmentFile, temporaryHome, writeThread } from "./helpers.ts";

/** A log of `turns` turns after something was done to its lines. */
async function afterwards(turns: number, change: (lines: string[]) => string[]): Promise<Verification> {
  using at = temporaryHome();
  const thread = writeThread(at.home, turns);
  changeLines(segmentFile(at.home, thread), change);
  return await verifyLog({ home: at.home, thread });
}

function changeLines(path: string, change: (lines: string[]) => string[]): void {
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  writeFileSync(
    path,
    change(lines)
      .map((line) => `${line}\n`)
      .join(""),
  );
}

/** What somebody does who knows the format: numbers and chains the lines anew. */
function rechained(lines: string[]): string[] {
  let prev = "0".repeat(64);
  return lines.map((line, seq) => {
    const next = JSON.stringify({ ...(JSON.parse(line) as object), seq, prev });
    prev = createHash("sha256").update(next).digest("hex");
    return next;
  });
}

function finding({ status, tampering }: Verification): unknown {
  return { status, kind: tampering?.kind, seq: tampering?.seq };
}

verifies("log.tampering", "nothing happened", async () => {
  const verification = await afterwards(3, (lines) => lines);
  expect(verification).toEqual({ status: "intact", lines: 13, signedLines: 13, tornBytes: 0, skipped: [] });
  expect(verificationCodes[verification.status]).toBe(0);
});

const edits: [string, (lines: string[]) => string[], { kind: string; seq: number }][] = [
  ["edited", (lines) => lines.with(6, lines[6]!.replace("one of", "0ne of")), { kind: "edited", seq: 6 }],
  ["a line twice", (lines) => lines.toSpliced(6, 0, lines[6]!), { kind: "edited", seq: 6 }],
  ["two lines swapped", (lines) => lines.with(6, lines[7]!).with(7, lines[6]!), { kind: "deleted", seq: 6 }],
  ["deleted in the middle", (lines) => lines.toSpliced(6, 2), { kind: "deleted", seq: 6 }],
  ["deleted at the beginning", (lines) => lines.slice(1), { kind: "deleted", seq: 0 }],
  ["truncated", (lines) => lines.slice(0, -2), { kind: "truncated", seq: 11 }],
  ["truncated to nothing", () => [], { kind: "truncated", seq: 0 }],
  ["last line edited", (lines) => [...lines.slice(0, -1), lines.at(-1)!.replace("done", "gone")], { kind: "rewritten", seq: 0 }],
  ["rewritten", (lines) => rechained(lines.toSpliced(6, 1, lines[6]!.replace("one of", "0ne of"))), { kind: "rewritten", seq: 0 }],
  ["rewritten without a line", (lines) => rechained(lines.toSpliced(6, 1)), { kind: "truncated", seq: 12 }],
];
for (const [name, change, expected] of edits) {
  verifies("log.tampering", name, async () => {
    expect(finding(await afterwards(3, change))).toEqual({ status: "tampered", ...expected });
  });
}

verifies("log.tampering", "control: without the checkpoint, truncated and rewritten logs look whole", async () => {
  using at = temporaryHome();
  for (const change of [(lines: string[]) => lines.slice(0, -2), (lines: string[]) => rechained(lines.toSpliced(6, 1))]) {
    const thread = writeThread(at.home, 3);
    rmSync(threadPaths(at.home, thread).checkpoint);
    changeLines(segmentFile(at.home, thread), change);
    expect(finding(await verifyLog({ home: at.home, thread }))).toEqual({ status: "unsigned", kind: undefined, seq: undefined });
  }
});

verifies("log.tampering", "rewritten and signed with another key", async () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 3);
  const path = segmentFile(at.home, thread);
  changeLines(path, (lines) => rechained(lines.toSpliced(6, 1)));
  signAnew(at.home, thread, generateKeyPairSync("ed25519").privateKey);
  const verification = await verifyLog({ home: at.home, thread });

  expect(finding(verification)).toEqual({ status: "unknown-key", kind: undefined, seq: undefined });
  expect(verificationCodes[verification.status]).toBe(3);
});

verifies("log.tampering", "a file of the log is missing, or cut off in the middle of a line", async () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 3);
  const [first, second, third] = [1, 2, 3].map((number) => segmentFile(at.home, thread, number)) as [string, string, string];
  const lines = readFileSync(first, "utf8").split("\n").slice(0, -1);
  const store = (path: string, from: number, to: number) =>
    writeFileSync(
      path,
      lines
        .slice(from, to)
        .map((line) => `${line}\n`)
        .join(""),
    );
  store(first, 0, 4);
  store(second, 4, 8);
  store(third, 8, 13);
  expect((await verifyLog({ home: at.home, thread })).status).toBe("intact");

  truncateSync(second, statSync(second).size - 5);
  expect(finding(await verifyLog({ home: at.home, thread }))).toEqual({ status: "tampered", kind: "edited", seq: 7 });
  rmSync(second);
  expect(finding(await verifyLog({ home: at.home, thread }))).toEqual({ status: "tampered", kind: "deleted", seq: 4 });
});

verifies("log.tampering", "a key that is none is an error, not a verdict", async () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 1);
  writeFileSync(signingKeyPath(at.home), "no key");
  await expect(verifyLog({ home: at.home, thread })).rejects.toMatchObject({ code: "log.corrupt", at: signingKeyPath(at.home) });
});

verifies("log.tampering", "any changed byte", async () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 2);
  const path = segmentFile(at.home, thread);
  const original = readFileSync(path);
  await fc.assert(
    fc.asyncProperty(fc.nat(original.length - 1), fc.integer({ min: 1, max: 255 }), async (place, change) => {
      const bytes = Buffer.from(original);
      bytes[place]! ^= change;
      writeFileSync(path, bytes);
      expect((await verifyLog({ home: at.home, thread })).status).toBe("tampered");
    }),
    { numRuns: 200 },
  );
});

verifies("log.anchor", async () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 3);
  const { checkpoint } = threadPaths(at.home, thread);
  const anchor = readFileSync(checkpoint, "utf8");
  expect((await verifyLog({ home: at.home, thread, anchor })).status).toBe("intact");

  changeLines(segmentFile(at.home, thread), (lines) => rechained(lines.with(6, lines[6]!.replace("one of", "0ne of"))));
  signAnew(at.home, thread, readSigningKey(at.home)!);
  expect((await verifyLog({ home: at.home, thread })).status).toBe("intact");
  const verification = await verifyLog({ home: at.home, thread, anchor });
  expect(finding(verification)).toEqual({ status: "contradicts-anchor", kind: "rewritten", seq: 0 });
  expect(verificationCodes[verification.status]).toBe(4);
});

verifies("log.anchor", "of a shorter log is met by the longer one", async () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 1);
  const anchor = readFileSync(threadPaths(at.home, thread).checkpoint, "utf8");
  const { log } = await openLog({ home: at.home, thread });
  log.append({ ...note("more"), turn: 2 });
  log.append({ type: "turn.interrupted", turn: 2, reason: "" });
  log.close();

  expect((await verifyLog({ home: at.home, thread, anchor })).status).toBe("intact");
  expect((await verifyLog({ home: at.home, thread, anchor: "no checkpoint" })).status).toBe("unknown-key");
});

const hidden: [string, (home: string, thread: string) => void, string][] = [
  [
    "truncated",
    (home, thread) => changeLines(segmentFile(home, thread), (lines) => lines.slice(0, -2)),
    "The log was truncated: signed 13 lines, found 11 lines.",
  ],
  [
    "rewritten",
    (home, thread) => changeLines(segmentFile(home, thread), (lines) => rechained(lines.with(6, lines[5]!))),
    "The log was rewritten",
  ],
  ["another key", (home) => rmSync(signingKeyPath(home)), "The log's checkpoint is not signed with the key of this home."],
];
for (const [name, change, message] of hidden) {
  verifies("log.hides-nothing", name, async () => {
    using at = temporaryHome();
    const thread = writeThread(at.home, 3);
    change(at.home, thread);
    const path = threadPaths(at.home, thread).checkpoint;
    const [log, checkpoint] = [readFileSync(segmentFile(at.home, thread)), readFileSync(path)];

    await expect(openLog({ home: at.home, thread })).rejects.toMatchObject({
      code: "log.corrupt",
      message: expect.stringContaining(message),
    });
    expect([readFileSync(segmentFile(at.home, thread)), readFileSync(path)]).toEqual([log, checkpoint]);
    using fork = await forkLog({ home: at.home, from: { thread }, ...beginning });
    fork.append(note("goes on"));
  });
}

function signAnew(home: string, thread: string, privateKey: ReturnType<typeof generateKeyPairSync>["privateKey"]): void {
  const tree = new MerkleTree();
  const lines = readFileSync(segmentFile(home, thread), "utf8").split("\n").slice(0, -1);
  for (const line of lines) tree.append(Buffer.from(line));
  writeFileSync(threadPaths(home, thread).checkpoint, signCheckpoint({ thread, size: tree.size, root: tree.root(), privateKey }));
}
