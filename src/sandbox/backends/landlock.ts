import { readFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { FettleError } from "../../contract/error.ts";
import { defineSandbox, type Backend, type BackendOptions, type Order, type Process } from "../../contract/backend.ts";
import type { SandboxTraits } from "../../contract/sandbox.ts";
import { findProgram } from "../../lib/program.ts";
import { boxEnvironment } from "../environment.ts";
import { fileSizeLimit } from "../file-size.ts";
import { boxGitConfig } from "../git-config.ts";
import { chooseIdentity } from "../identity.ts";
import { oldFilter, tightFilter } from "../landlock/filters.ts";
import { guardian, writePlan } from "../landlock/guardian.ts";
import { makePrivateFolder, type PrivateFolder } from "../landlock/private-folder.ts";
import { planRules } from "../landlock/rules.ts";
import { countOwnProcesses } from "../landlock/own-processes.ts";
import { openLimits } from "../limits.ts";
import { openMeetingPlace } from "../meeting-place.ts";
import { unreadablePlaces } from "../private-places.ts";
import { probeSandbox } from "../probe.ts";
import { startProcess, type StartedProcess } from "../process.ts";
import { findPrograms } from "../program.ts";
import { reporter, writeOrder } from "../reporter.ts";
import { seccompFilter } from "../seccomp/filter.ts";

const traits: SandboxTraits = {
  name: "landlock",
  confined: true,
  network: "none",
  loopback: false,
  summary:
    "Commands read the system and the workspace, write only the workspace and a private home, and get no sockets at all, not even on loopback. " +
    "Names and modes of other files can be seen, modes and times of the user's own changed.",
};

const hint =
  "Landlock needs Linux 5.13 or newer with `landlock` among the security modules that are started (`lsm=` of the kernel's command line), and perl.";

const outerEnv = { PATH: "/usr/bin:/bin:/usr/sbin:/sbin", LC_ALL: "C" };

/** For machines without user namespaces: no command has a view of its own, but the kernel refuses what it may not do. */
export default defineSandbox({
  name: "landlock",
  rank: 20,
  confined: true,
  probe: (options) => probeSandbox(openBackend, options),
  backend: openBackend,
});

interface Prepared {
  folder: PrivateFolder;
  env: Record<string, string>;
  /** The guardian's plans. */
  plans: Record<"direct" | "read-only", Buffer>;
}

async function openBackend(options: BackendOptions): Promise<Backend> {
  const { workspace, roots, stores } = options;
  if (process.platform !== "linux") throw new FettleError("sandbox.unavailable", "Landlock is a part of Linux.", { hint });
  const { perl, bash, mkfifo, find } = findPrograms(["perl", "bash", "mkfifo", "find"], { workspace, hint });
  const identity = chooseIdentity(workspace);
  const isRoot = process.getuid?.() === 0 && identity === undefined;
  const filters = { box: seccompFilter(process.arch), tight: tightFilter(process.arch), old: oldFilter(process.arch) };
  const streams = join(options.stateDir, "landlock");
  const meeting = openMeetingPlace({ parent: join(streams, "meeting"), mkfifo, identity });
  const limit = openLimits({ isRoot: false });
  const live = new Set<StartedProcess>();
  let preparing: Promise<Prepared> | undefined;
  let closed = false;

  async function prepare(): Promise<Prepared> {
    mkdirSync(streams, { recursive: true, mode: 0o700 });
    const [gitConfig, unreadable] = await Promise.all([
      boxGitConfig(findProgram("git", workspace)),
      isRoot ? unreadablePlaces(find) : { folders: [], files: [] },
      meeting.prepare(),
    ]);
    if (closed) throw new Error("The box is closed.");
    const folder = makePrivateFolder(identity);
    const gitFile = join(folder.path, "gitconfig");
    writeFileSync(gitFile, gitConfig, { mode: 0o644 });
    const base = boxEnvironment(process.env, options);
    const rules = {
      roots,
      folders: [folder.home, folder.temporary],
      streams: join(streams, "meeting"),
      home: homedir(),
      gitConfig: gitFile,
      path: base["PATH"] ?? "",
      identity,
      hidden: [process.env["FETTLE_HOME"] ?? join(homedir(), ".fettle"), options.home, options.stateDir, ...stores],
      unreadable: [...unreadable.folders, ...unreadable.files],
    };
    const plan = (writable: boolean): Buffer =>
      writePlan({ arch: process.arch, lockRoot: isRoot && hasCapabilities(), filters, rules: planRules(rules, { writable }) });
    return {
      folder,
      env: { ...base, HOME: folder.home, TMPDIR: folder.temporary, GIT_CONFIG_GLOBAL: gitFile },
      plans: { direct: plan(true), "read-only": plan(false) },
    };
  }

  async function prepared(): Promise<Prepared> {
    if (closed) throw new Error("The box is closed.");
    const mine = (preparing ??= prepare());
    return await mine.catch((error: unknown) => {
      if (preparing === mine) preparing = undefined;
      throw error;
    });
  }

  async function launch(order: Order): Promise<Process> {
    if (order.view.kind === "layers") throw new Error("This backend has no layers.");
    const { env, plans } = await prepared();
    const limited = limit(order.limits);
    const text = writeOrder({ ...order, limits: ownLimits(limited.rlimits, isRoot) }, { bash, env, fileBytes: fileSizeLimit(workspace) });
    const output = await meeting.pipe();
    let guard: number | undefined;
    const started = await startProcess({
      argv: [perl, "-e", guardian, bash, "--norc", "--noprofile", "-c", reporter, "fettle"],
      env: outerEnv,
      user: identity,
      output,
      files: {
        stdin: order.stdin === undefined ? undefined : meeting.file(order.stdin),
        order: meeting.file(text.order),
        filter: meeting.file(plans[order.view.kind]),
        script: text.script === undefined ? undefined : meeting.file(text.script),
      },
      contained: false,
      shared: [],
      merged: [],
      prepare(first, lose) {
        guard = first;
        limited.begin(onlyChild(first), lose);
      },
      finished: limited.finish,
    }).catch((cause: unknown) => {
      throw unavailable(cause);
    });
    /** The guardian ends what has left the group, also when the reporter has been stopped. */
    const sweep = (): void => void (guard !== undefined && live.has(process) && send(guard, "SIGUSR1"));
    const process: StartedProcess = {
      ...started,
      kill(signal) {
        started.kill(signal);
        if (signal === "SIGKILL") sweep();
      },
      lose(reason) {
        started.lose(reason);
        sweep();
      },
    };
    live.add(process);
    void process.ended.then(() => live.delete(process));
    if (closed) process.lose("its box was closed");
    return process;
  }

  return {
    traits: options.network === undefined ? traits : { ...traits, notice: "In the sandbox landlock no command reaches the listed hosts." },
    layers: false,
    launch,
    warm: () => void prepared().catch(() => {}), // The first command tries again and reports.
    async close() {
      closed = true;
      const ending = [...live].map((process) => {
        process.lose("its box was closed");
        return process.ended;
      });
      const box = await preparing?.catch(() => undefined);
      await Promise.all(ending);
      box?.folder.remove();
      await meeting.close();
      rmSync(streams, { recursive: true, force: true });
    },
  };
}

/** The kernel counts all processes of a user, also those outside of the box. Root's it does not count. */
function ownLimits(limits: Order["limits"], isRoot: boolean): Order["limits"] {
  if (limits.processes === 0) return limits;
  return { ...limits, processes: isRoot ? 0 : limits.processes + countOwnProcesses() };
}

function hasCapabilities(): boolean {
  const permitted = /^CapPrm:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
  return BigInt(`0x${permitted}`) !== 0n;
}

/** The reporter, which has no children yet. */
function onlyChild(guard: number): number {
  return Number(readFileSync(`/proc/${guard}/task/${guard}/children`, "utf8").trim() || guard);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}

function unavailable(cause: unknown): FettleError {
  if (cause instanceof FettleError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new FettleError("sandbox.unavailable", `The sandbox landlock did not start: ${message}`, { hint, cause });
}
