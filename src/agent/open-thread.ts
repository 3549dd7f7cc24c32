/** Puts a thread together: its log, its box, its model, and what an earlier process left in the log. */
import type { Config } from "../config/load.ts";
import { loadChecksFile } from "../config/load-checks-file.ts";
import { FettleError } from "../contract/error.ts";
import type { Policy } from "../contract/policy.ts";
import type { Environment } from "../contract/provider.ts";
import type { OpenBox } from "../contract/sandbox.ts";
import type { Piece } from "../contract/source.ts";
import { gatherPieces, toSystemPrompt } from "../context/instructions.ts";
import { entries as sources } from "../context/sources/index.gen.ts";
import type { ThreadLog } from "../log/thread-log.ts";
import { createClient } from "../models/client.ts";
import { openCredentials } from "../models/credentials.ts";
import { type ResolvedModel, resolveModel } from "../models/resolve.ts";
import { decide } from "../policy/decide.ts";
import { environmentRedactor } from "../lib/redact/environment-redactor.ts";
import { marksIn } from "../lib/redact/mark.ts";
import { hostMatches } from "../lib/host.ts";
import { hostRuling } from "../policy/host-ruling.ts";
import { boxBans, searchBans } from "../policy/path-bans.ts";
import { loadPolicy, withoutExamples } from "../policy/load.ts";
import { entries as toolEntries } from "../tools/index.gen.ts";
import { entries as policies } from "../policy/rules/index.gen.ts";
import { askNobody, askPerson } from "./ask-person.ts";
import { lookAtAftermath } from "./aftermath.ts";
import { openConnectionQuestions } from "./connection-questions.ts";
import type { GitWork } from "./git-work.ts";
import { policyFactsOf, userHomeOf } from "./policy-facts.ts";
import { Inbox } from "./inbox.ts";
import { workOfThread, workSince } from "./judged-work.ts";
import { keepApart } from "./keep-apart.ts";
import { demandedOf } from "./demands.ts";
import { createLiveChecks } from "./live-checks.ts";
import { createRemember } from "./live-memory.ts";
import { organisationFolder } from "./memories.ts";
import type { Reminders } from "./reminders.ts";
import { createLiveTools } from "./live-tools.ts";
import { openModelWorld, withoutModel } from "./model-world.ts";
import { type Listener, Recorder } from "./recorder.ts";
import { openRecord, type Origin } from "./open-record.ts";
import { type KeptByRules, openPrivateBox } from "./private-box.ts";
import { redactWorld } from "./redacted-world.ts";
import { resultOf } from "./result-of.ts";
import { mapTexts, openSecrets, redactingSink } from "./secrets.ts";
import { type Terms, termsOf } from "./terms.ts";
import { Thread } from "./thread.ts";
import { withinLimits } from "./within-limits.ts";
import type { World } from "./world.ts";

/** The shape that a final answer must have. */
export interface AnswerShape {
  schema: Readonly<Record<string, unknown>>;
  /** What is wrong with an answer; undefined when it fits. */
  validate(text: string): string | undefined;
}

export interface OpenThread {
  config: Config;
  env: Environment;
  /** Absolute, real path. */
  workspace: string;
  /** Of Fettle. */
  version: string;
  origin: Origin;
  /** Whether somebody answers questions. */
  attended: boolean;
  /** Judge, and do nothing: what the thread that is resumed has done, or what lies between this commit and the workspace. */
  judges?: { work: "thread" } | { work: "base"; base: string };
  output: AnswerShape | undefined;
  /** Hears every event from the first on. */
  listener: Listener;
  /** Hears what is going on between events. */
  onProgress(text: string): void;
  /** Hears what a person should know whatever else is shown: what was found wrong with the log that is gone on from. */
  onNotice(text: string): void;
}

/** The model's name that means none. */
const noModel = "none";
const traitsWithoutModel = {
  contextTokens: 0,
  maxOutputTokens: 0,
  images: false,
  reasoning: false,
  edits: "replace",
  known: true,
} as const;

export async function openThread(given: OpenThread): Promise<Thread> {
  const policy = await loadPolicy({
    workspace: given.workspace,
    home: given.config.home,
    userHome: userHomeOf(given.env),
    tools: toolEntries,
  });
  for (const notice of policy.notices) given.onNotice(notice);
  const request = { ...given, config: withinLimits(given.config, policy.limits) };
  const { config, env, workspace, version, origin, listener } = request;
  const { settings } = config;
  const git = request.judges?.work === "base" ? await readWork(request.judges.base, workspace) : undefined;
  const { written, notice: ignored } = await loadChecksFile({ workspace, home: config.home });
  if (ignored !== undefined) given.onNotice(ignored);
  const demanded = await demandedOf(config, workspace);
  const standing = written === undefined ? [] : await (await import("../verify/to-conditions.ts")).toConditions(written, workspace);
  keepApart(workspace, config.home);
  const model = await findModel(config, env);
  const name = model?.name ?? noModel;
  const traits = model?.traits ?? traitsWithoutModel;

  const secrets = openSecrets({ config, env, key: model?.access.key });
  const { redact } = secrets;
  const onProgress = (text: string) => request.onProgress(redact(text));

  // Before the log: what cannot be confined leaves no thread behind.
  const facts = policyFactsOf({ config, env, workspace, attended: request.attended, confined: true, rules: policy.rules, past: undefined });
  const connections = openConnectionQuestions();
  const kept: KeptByRules = {
    bans: boxBans(facts),
    ruled: (host) => hostRuling(host, facts),
    ...(request.attended && { judge: connections.judge }),
  };
  const { box, close: closeBox } = await openPrivateBox(request, kept);
  if (box.traits.notice !== undefined) given.onNotice(box.traits.notice);
  const client = model && createClient({ ...model, deadlines: deadlinesOf(settings.model_silence) });
  // The handshake goes on while the log is opened.
  client?.preconnect();
  let log: ThreadLog | undefined;
  let closeModel = () => client?.close();
  try {
    const record = await openRecord(
      { ...request, home: config.home },
      { workspace, model: name, sandbox: box.traits.name, fettle: version },
    );
    const { blobs, past } = record;
    log = record.log;
    const recorder = new Recorder(redactingSink(log, secrets), log.thread);
    recorder.listen(listener);
    if (origin.kind === "resume") recorder.record({ type: "thread.resumed", model: name, sandbox: box.traits.name, fettle: version });
    const reminders = await openReminders(request);
    const pieces =
      (past?.state.facts.get("instructions") as Piece[] | undefined) ??
      (await recordPieces(box, recorder, { request, redact, memories: reminders?.titles() ?? [] }));
    const terms = termsOf({
      config,
      env,
      workspace,
      attended: request.attended,
      confined: box.traits.confined,
      rules: withoutExamples(policy.rules),
      past,
      traits,
      conditions: demanded,
      answerSchema: request.output?.schema,
      judges: git === undefined ? (given.judges?.work === "thread" ? { work: "thread" } : undefined) : { work: "base", commit: git.commit },
    });
    demandWhole(terms.checks);
    recorder.record({ type: "fact.recorded", fact: "terms", value: terms });

    const inbox = new Inbox();
    const judges = await Promise.all(policies.map(async (entry) => (await entry.load()).default));
    const { thread } = log;
    const turn = (): number => recorder.turn ?? 0;
    const tools = createLiveTools({
      box,
      thread,
      turn,
      blobs,
      resultOf: (item) => resultOf(item, { home: config.home, thread, blobs }),
      redact,
      traits,
      attended: request.attended,
      connections,
      rememberFor: createRemember({ home: config.home, workspace, thread, redact: (text) => environmentRedactor(env)(redact(text)) }),
      notesOn: (paths) => reminders?.onPaths(paths) ?? [],
      bansFor: (named) => searchBans(terms, named),
      fetchFrom: (hosts) => async (url, options) => {
        const { createFetch } = await import("./fetch.ts");
        return await createFetch({ allows: mayReach(hosts, { judges, terms }) })(url, options);
      },
    });
    const asking =
      model &&
      client &&
      openModelWorld({
        model,
        client,
        settings,
        spent: past?.spent ?? { usd: 0, tokens: 0 },
        compactionAsked: () => inbox.takeCompaction(),
        onSending() {
          box.warm();
          for (const tool of toolEntries) void tool.load();
        },
      });
    closeModel = () => {
      asking?.close();
      client?.close();
    };
    const live: World = {
      ...(asking ?? withoutModel),
      ...tools,
      ...createLiveChecks({
        box,
        home: config.home,
        thread,
        turn,
        work: git === undefined ? workOfThread({ home: config.home, workspace, thread, turn }) : workSince(git),
        openCheckBox: ({ network }) => openPrivateBox(request, kept, { network }),
        attended: request.attended,
        blobs,
        redact,
        given: terms.checks,
        written,
        conditions: [...(terms.conditions ?? []), ...standing],
        network: settings.check_network,
        timeoutMs: settings.check_timeout,
        newTestsMs: settings.red_green_seconds * 1000,
        onProgress,
        onNotice: (text) => request.onNotice(redact(text)),
      }),
      remind: async (asked) => reminders?.onPrompt(asked),
      reach() {},
      steering: () => inbox.takeSteering(),
      nextPrompt: () => inbox.next(),
      promptWaits: () => !inbox.empty && !inbox.paused,
      ownCommand: async () => inbox.nextCommand(),
      answer: (question) => inbox.question(question),
      approve: request.attended ? askPerson(inbox, config) : askNobody,
    };
    const world = redactWorld(live, { secrets, files: box.files });
    return new Thread(
      {
        id: log.thread,
        blobs,
        world,
        inbox,
        policies: judges,
        model: model && {
          name,
          id: model.model,
          contextTokens: model.traits.contextTokens,
          maxOutputTokens: model.traits.maxOutputTokens,
          effort: settings.effort === "default" ? undefined : settings.effort,
        },
        system: toSystemPrompt(pieces),
        terms,
        validateAnswer: request.output?.validate ?? (() => undefined),
        turnMs: settings["budget.time"],
        past,
        aftermath: lookAtAftermath({ box, hashes: tools.hashes }),
        jobs: box.jobs,
        redact,
        async close() {
          closeModel();
          await closeBox();
          record.log.close();
        },
      },
      recorder,
    );
  } catch (error) {
    closeModel();
    await closeBox();
    log?.close();
    throw error;
  }
}

/** The hosts of a call have been ruled on; those that it is sent on to are, as calls of their own. */
function mayReach(hosts: readonly string[], { judges, terms }: { judges: readonly Policy[]; terms: Terms }): (host: string) => boolean {
  const ruled = (host: string) => decide(judges, { tool: "fetch", effect: "network", paths: [], hosts: [host] }, terms).decision;
  return (host) => hosts.some((allowed) => hostMatches(host, allowed)) || ruled(host) === "allow";
}

/** What is on record for those who work here; undefined where the settings say so. */
async function openReminders({ config, workspace, onNotice }: OpenThread): Promise<Reminders | undefined> {
  if (!config.settings["memory.recall"]) return undefined;
  const { folder, notice } = organisationFolder(config, workspace);
  if (notice !== undefined) onNotice(notice);
  const { createReminders } = await import("./reminders.ts");
  return createReminders({ places: { home: config.home, workspace, organisation: folder }, onNotice });
}

/** Checks of an earlier process are known as the log has them. */
function demandWhole(checks: readonly string[]): void {
  const check = checks.find((command) => marksIn(command).length > 0);
  if (check !== undefined)
    throw new FettleError("usage.invalid", `A check of this thread held a secret, which was not kept: ${check}`, {
      at: "--check",
      hint: "Give the checks again; better, put the secret into a variable.",
    });
}

async function readWork(base: string, workspace: string): Promise<GitWork> {
  const [{ readGitWork }, { createTreeHasher }] = await Promise.all([import("./git-work.ts"), import("../verify/tree-hash.ts")]);
  return await readGitWork(base, { workspace, tree: await createTreeHasher(workspace).hash() });
}

async function findModel({ settings, named, home }: Config, env: Environment): Promise<ResolvedModel | undefined> {
  if (settings.model === noModel) return undefined;
  return await resolveModel(settings.model, { env, settings: named, keys: openCredentials({ env, home }) });
}

async function recordPieces(
  { files, traits, workspace }: OpenBox,
  recorder: Recorder,
  { request: { attended }, redact, memories }: { request: OpenThread; redact(text: string): string; memories: readonly string[] },
): Promise<Piece[]> {
  const context = { workspace, files, sandbox: traits.summary, unattended: !attended, memories };
  const pieces = mapTexts(await gatherPieces(sources, context), redact);
  recorder.record({ type: "fact.recorded", fact: "instructions", value: pieces });
  return pieces;
}

/** Of what the client has by itself, what a person wants otherwise. */
function deadlinesOf(silenceMs: number | null | "auto"): { firstByteMs?: number; silenceMs?: number } {
  if (silenceMs === "auto") return {};
  const ms = silenceMs ?? LONGEST_MS;
  return { firstByteMs: ms, silenceMs: ms };
}

/** A timer takes no more. */
const LONGEST_MS = 2 ** 31 - 1;
