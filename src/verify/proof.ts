/** A report that somebody else can check: an in-toto statement in a signed envelope, tied to the signed checkpoint of the log it was computed from. */
import { readFileSync } from "node:fs";
import type { KeyObject } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { FettleError } from "../contract/error.ts";
import { type Report, reportSchema } from "../contract/report.ts";
import { type Envelope, openEnvelope, sealEnvelope } from "../lib/dsse.ts";
import { sha256 } from "../lib/hash.ts";
import { openCheckpoint } from "../log/checkpoint.ts";
import { readEvents } from "../log/events.ts";
import { threadPaths } from "../log/home.ts";
import { ifThere } from "../log/if-there.ts";
import { readSigningKey } from "../log/signing-key.ts";
import { verifyLog } from "../log/verify.ts";
import * as z from "zod";
import { reportFold, toReport } from "./report.ts";

export const STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
export const PREDICATE_TYPE = "urn:fettle:verification:1";
const PAYLOAD_TYPE = "application/vnd.in-toto+json";

const logSchema = z.object({
  /** Lines under the signature; the report is computed from them and from no later ones. */
  lines: z.int(),
  /** The signed note, whole: whoever keeps it can show that the log was written anew. */
  checkpoint: z.string(),
  /** SHA-256 of the note. */
  checkpointSha256: z.string(),
});

const statementSchema = z.object({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.array(z.object({ name: z.string(), digest: z.record(z.string(), z.string()) })).min(1),
  predicateType: z.literal(PREDICATE_TYPE),
  predicate: z.object({ report: reportSchema, log: logSchema }),
});
export type Statement = z.infer<typeof statementSchema>;
export type Proof = Statement["predicate"];

const envelopeSchema = z.object({
  payloadType: z.literal(PAYLOAD_TYPE),
  payload: z.base64(),
  signatures: z.array(z.object({ keyid: z.string().optional(), sig: z.string() }).transform(({ sig }) => ({ sig }))),
});

/**
 * What the log of a thread proves, up to its last signed line. Throws `log.corrupt` when the log was changed after it was written,
 * `usage.invalid` when no verdict is signed yet.
 */
export async function readProof(home: string, thread: string): Promise<Proof> {
  const { checkpoint: path, dir } = threadPaths(home, thread);
  const { status, signedLines, tampering } = await verifyLog({ home, thread });
  if (status === "tampered" || status === "unknown-key")
    throw new FettleError("log.corrupt", `The log of thread ${thread} was changed after it was written (${tampering?.kind ?? status}).`, {
      at: dir,
      hint: LOG_CHANGED,
    });
  const note = ifThere(() => readFileSync(path, "utf8"));
  const report = await reportUpTo(home, { thread, lines: signedLines });
  if (note === undefined || report === undefined)
    throw new FettleError("usage.invalid", `Thread ${thread} has no verdict that is signed.`, {
      hint: `A turn that was broken off has none: fettle verify ${thread}`,
    });
  return { report, log: { lines: signedLines, checkpoint: note, checkpointSha256: sha256(note) } };
}

/** `digests` name the same tree in other ways, where somebody knows them. */
export function toStatement(proof: Proof, digests: Readonly<Record<string, string>> = {}): Statement {
  const { workspace, tree } = proof.report;
  const name = workspace.slice(workspace.lastIndexOf("/") + 1);
  return {
    _type: STATEMENT_TYPE,
    subject: [{ name, digest: { fettleTree: tree, ...digests } }],
    predicateType: PREDICATE_TYPE,
    predicate: proof,
  };
}

export function signStatement(statement: Statement, privateKey: KeyObject): Envelope {
  return sealEnvelope({ payloadType: PAYLOAD_TYPE, payload: Buffer.from(JSON.stringify(statement)) }, privateKey);
}

/** The statement in `text`, when it is one that this key has signed. Throws `proof.broken`. */
export function openStatement(text: string, { key, at }: { key: KeyObject; at: string }): Statement {
  const envelope = envelopeSchema.safeParse(parse(text));
  if (!envelope.success) throw broken("This is no envelope with an in-toto statement.", { at, hint: HOW_TO_MAKE });
  const opened = openEnvelope(envelope.data, key);
  if (opened === undefined)
    throw broken("The proof is not signed with this key, or was changed after it was signed.", { at, hint: OTHER_KEY });
  const statement = statementSchema.safeParse(parse(Buffer.from(opened.payload).toString("utf8")));
  if (!statement.success) throw broken("The statement is none that this version of Fettle makes.", { at, hint: OTHER_VERSION });
  return statement.data;
}

/** Holds a statement against the log it was made from. Throws `proof.broken` when the log does not say, or not any more, what it says. */
export async function holdAgainstLog(home: string, { subject, predicate: { report, log } }: Statement): Promise<void> {
  const { thread } = report;
  const { dir } = threadPaths(home, thread);
  const { status, tampering } = await verifyLog({ home, thread, anchor: log.checkpoint });
  if (status !== "intact" && status !== "unsigned")
    throw broken(`The log of thread ${thread} is not the one that was signed (${tampering?.kind ?? status}).`, {
      at: dir,
      hint: LOG_CHANGED,
    });
  const key = readSigningKey(home);
  const checkpoint = key && openCheckpoint({ note: log.checkpoint, thread, key });
  const told = checkpoint?.size === log.lines ? await reportUpTo(home, { thread, lines: log.lines }) : undefined;
  if (!isDeepStrictEqual(told, report) || subject[0]?.digest["fettleTree"] !== report.tree)
    throw broken(`The log of thread ${thread} says something else.`, { at: dir, hint: SAYS_ELSE });
}

/** From what was inherited and the first `lines` lines of its own. */
async function reportUpTo(home: string, { thread, lines }: { thread: string; lines: number }): Promise<Report | undefined> {
  let view = reportFold.start();
  for await (const event of readEvents(home, thread)) {
    if (event.thread === thread && event.seq >= lines) break;
    view = reportFold.step(view, event);
  }
  const report = toReport(view);
  return report && reportSchema.parse(JSON.parse(JSON.stringify(report)));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const LOG_CHANGED = "Nothing it says can be relied on: bring it back from a backup, or have the work judged anew with `fettle verify`.";
const HOW_TO_MAKE = "Make one with `fettle proof THREAD --format in-toto --out FILE`.";
const OTHER_KEY = "When another machine has signed it, give that one's public key: --key FILE. Else have it made again.";
const OTHER_VERSION = "Check it with the version of Fettle that made it, which its report names.";
const SAYS_ELSE = "Trust neither before you know which was changed; `fettle proof THREAD` shows what the log says.";

function broken(message: string, where: { at: string; hint: string }): FettleError {
  return new FettleError("proof.broken", message, where);
}
