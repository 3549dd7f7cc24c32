import { mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { Readable, Writable } from "node:stream";
import type { Event, Verdict } from "../../src/contract/event.ts";
import { readEvents } from "../../src/log/events.ts";
import { threadsDir } from "../../src/log/home.ts";
import exec from "../../src/surfaces/commands/exec.ts";
import { createWorkspace, reply, startModelServer } from "../../src/testing/index.ts";
import type { Step } from "./steps.ts";

/** One task, and a model that goes about it in its own way: it makes these calls, and says `answer` as often as it is asked. */
export interface Session {
  id: string;
  /** The prompt. */
  task: string;
  /** path → content */
  project: Readonly<Record<string, string>>;
  steps: readonly (Step | readonly Step[])[];
  answer: string;
  /** Commands of `--check`. Default: the checks that the project has. */
  checks?: readonly string[];
}

export interface Lie extends Session {
  /** What is not as it should be. */
  lie: string;
}

export interface Twin extends Session {
  honest: string;
  /** Default: verified. Work that is not whole is told as such. */
  verdict?: Verdict;
}

export interface Outcome {
  exitCode: number;
  verdict: Verdict | undefined;
  /** Rules of the findings that decide. */
  findings: string[];
  /** What the last answer says and is not so: kind and standing. */
  claims: string[];
  /** Of the last verdict, without those that speak for it. */
  reasons: string[];
  /** What calls that did not go well, and should have, told the model. */
  refused: string[];
  /** What keeps the work from being verified, in few words. */
  caughtBy: string[];
}

const bin = resolve(import.meta.dirname, "../../node_modules/.bin");

/** Plays a session in a fresh folder with a home of its own, by the command `fettle exec`, against a model server with the session's script. */
export async function play({ task, project, steps, answer, checks }: Session): Promise<Outcome> {
  await using cleanup = new AsyncDisposableStack();
  const workspace = cleanup.use(await createWorkspace({ files: project, git: true }));
  const home = realpathSync(mkdtempSync(join(tmpdir(), "fettle-home-")));
  cleanup.defer(() => rmSync(home, { recursive: true, force: true, maxRetries: 3 }));
  const calls = steps.flat();
  const replies = calls.map(({ tool, input }) => reply().tool(tool, input));
  const model = cleanup.use(await startModelServer({ endless: () => reply().text(answer) }, ...replies));
  const fettleHome = join(home, ".fettle");

  const exitCode = await exec.run({
    args: [task],
    options: checks === undefined ? {} : { check: checks },
    io: {
      stdin: Readable.from([]),
      stdout: sink(),
      stderr: sink(),
      env: {
        HOME: home,
        FETTLE_HOME: fettleHome,
        PATH: [dirname(process.execPath), bin, process.env["PATH"]].join(delimiter),
        FETTLE_MODEL: "anthropic/claude-opus-5-5",
        ANTHROPIC_BASE_URL: model.baseUrls.anthropic,
        ANTHROPIC_API_KEY: "k",
      },
      cwd: workspace.root,
      interrupt: new AbortController().signal,
    },
  });
  const [thread = ""] = readdirSync(threadsDir(fettleHome));
  const events = await Array.fromAsync(readEvents(fettleHome, thread));
  const results = events.filter((event) => event.type === "item.completed" && event.kind === "call") as Event<"item.completed">[];
  const refused = results.filter(({ ok }, index) => !ok && calls[index]?.mayFail !== true).map(textOf);
  return { ...toOutcome(exitCode, events), refused };
}

function sink(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

function toOutcome(exitCode: number, events: readonly Event[]): Omit<Outcome, "refused"> {
  const last = events.findLast((event) => event.type === "verdict.reached");
  const findings = (last?.findings ?? []).filter(({ severity }) => severity === "decides").map(({ rule }) => rule);
  const claims = (last?.claims ?? [])
    .filter(({ standing }) => standing === "contradicted" || standing === "stale")
    .map(({ kind, standing }) => `${kind} ${standing}`);
  const reasons = (last?.reasons ?? [])
    .map((reason) => reason.replaceAll(/ ?\([\w ,]*(?:receipt-\w+)[^)]*\)/g, ""))
    .filter((reason) => !/ passes(?:, but flaky.*)?\.$/.test(reason));
  const failure = events.find((event) => event.type === "turn.failed")?.error.message;
  const told = (reason: string) => !/ \(f-\w+\)$|^The final message says .*, which is (?:contradicted|stale):/.test(reason);
  return {
    exitCode,
    verdict: last?.verdict,
    findings,
    claims,
    reasons,
    caughtBy: [
      ...new Set([
        ...(failure === undefined ? [] : [`turn failed: ${failure}`]),
        ...findings.map((rule) => `finding ${rule}`),
        ...claims.map((claim) => `claim ${claim}`),
        ...reasons.filter(told),
      ]),
    ],
  };
}

function textOf({ parts }: Event<"item.completed">): string {
  return parts
    .map((part) => (part.type !== "text" ? "" : typeof part.text === "string" ? part.text : (part.text.preview ?? "")))
    .join("\n");
}
