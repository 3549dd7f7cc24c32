import { createPublicKey, type KeyObject } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fettleHome } from "../../config/load.ts";
import { type ExitCode, exitCodes, FettleError } from "../../contract/error.ts";
import { defineSurface, type SurfaceCall, type SurfaceIo } from "../../contract/surface.ts";
import { threadPaths } from "../../log/home.ts";
import { readSigningKey, signingKey } from "../../log/signing-key.ts";
import { holdAgainstLog, openStatement, type Proof, readProof, signStatement, toStatement } from "../../verify/proof.ts";
import { namedThread } from "../support/named-thread.ts";
import { optionText } from "../support/options.ts";
import { reportMarkdown } from "../support/report-markdown.ts";
import { styleFor } from "../support/style.ts";
import { treeDigests } from "../support/tree-digests.ts";
import { verdictLine } from "../support/verdict-line.ts";
import { verdictExit } from "../support/verdict-exit.ts";

export default defineSurface({
  name: "proof",
  summary: "Give what proves a thread's work to others, signed; or check such a proof.",
  arguments: "[thread]",
  options: [
    { flags: "--format <format>", describe: "markdown for a pull request, json for the report, in-toto for a signed statement" },
    { flags: "--out <file>", describe: "where to write it; default is standard output" },
    { flags: "--verify <file>", describe: "check a signed statement, and that the log still says what it says" },
    { flags: "--key <file>", describe: "with --verify: the public key in PEM, when another machine has signed" },
  ],
  examples: [
    { command: "fettle proof last | gh pr create --body-file -", does: "puts the report of the newest thread into a pull request" },
    { command: "fettle proof last --format in-toto --out proof.json", does: "signs it with the key that signs the log" },
    { command: "fettle proof --verify proof.json", does: "ends with the exit code of its verdict, or with 4 when it does not hold" },
  ],
  async run(call) {
    const { args, options, io } = call;
    const home = fettleHome(io.env);
    const file = optionText(options, "verify");
    if (file !== undefined) return await check(file, { call, home });
    if (args[0] === undefined)
      throw new FettleError("usage.invalid", "Whose proof? Name a thread.", { hint: "fettle proof last takes the newest." });
    const format = optionText(options, "format") ?? "markdown";
    const write = formats[format];
    if (write === undefined)
      throw new FettleError("usage.invalid", `There is no format ${JSON.stringify(format)}.`, {
        hint: `There are ${Object.keys(formats).join(", ")}.`,
      });
    const text = await write(await readProof(home, namedThread(home, args[0])), home);
    const out = optionText(options, "out");
    if (out === undefined) io.stdout.write(text);
    else writeText(resolve(io.cwd, out), text);
    return exitCodes.verified;
  },
});

const formats: Readonly<Record<string, (proof: Proof, home: string) => string | Promise<string>>> = {
  markdown: reportMarkdown,
  json: ({ report }) => `${JSON.stringify(report)}\n`,
  "in-toto": async (proof, home) => {
    const { workspace, tree } = proof.report;
    const statement = toStatement(proof, await treeDigests(workspace, tree));
    return `${JSON.stringify(signStatement(statement, signingKey(home)))}\n`;
  },
};

async function check(file: string, { call: { options, io }, home }: { call: SurfaceCall; home: string }): Promise<ExitCode> {
  const at = resolve(io.cwd, file);
  const keyFile = optionText(options, "key");
  const key = keyFile === undefined ? readSigningKey(home) : readPublicKey(resolve(io.cwd, keyFile));
  if (key === undefined)
    throw new FettleError("proof.broken", "This machine has no key that could have signed it.", {
      at,
      hint: "Give the public key of the machine that has: --key FILE.",
    });
  const statement = openStatement(readText(at), { key, at });
  const { report } = statement.predicate;
  // Another machine's log is there.
  const isHere = keyFile === undefined || existsSync(threadPaths(home, report.thread).dir);
  if (isHere) await holdAgainstLog(home, statement);
  tell(io, statement, isHere);
  return verdictExit(report.verdict);
}

function tell(io: SurfaceIo, { subject, predicate: { report, log } }: ReturnType<typeof openStatement>, isHere: boolean): void {
  const lines = [
    verdictLine(report.verdict, styleFor(io.stdout, io.env)),
    "  signed: yes",
    `  log: ${isHere ? `says the same, in its first ${log.lines} lines` : "is not here"}`,
    ...Object.entries(subject[0]?.digest ?? {}).map(([name, digest]) => `  ${name}: ${digest}`),
  ];
  io.stdout.write(`${lines.join("\n")}\n`);
}

function readPublicKey(path: string): KeyObject {
  try {
    return createPublicKey(readText(path));
  } catch (cause) {
    if (cause instanceof FettleError) throw cause;
    throw new FettleError("usage.invalid", "This is no public key in PEM.", {
      at: path,
      hint: "It begins with -----BEGIN PUBLIC KEY-----, as `openssl pkey -pubout` writes it.",
      cause,
    });
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new FettleError("usage.invalid", `The file ${path} cannot be read.`, {
      at: path,
      hint: "Name a file that is there and that you may read.",
      cause,
    });
  }
}

function writeText(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    throw new FettleError("usage.invalid", `The file ${path} cannot be written.`, {
      at: path,
      hint: "Name a file in a folder that is there and that you may write to.",
      cause,
    });
  }
}
