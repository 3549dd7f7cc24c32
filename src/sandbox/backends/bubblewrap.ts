import { existsSync, mkdirSync } from "node:fs";
import { homedir, totalmem } from "node:os";
import { join } from "node:path";
import { FettleError } from "../../contract/error.ts";
import { defineSandbox, type Backend, type BackendOptions, type Order, type Process } from "../../contract/backend.ts";
import type { Connection } from "../../contract/event.ts";
import type { SandboxTraits } from "../../contract/sandbox.ts";
import { findProgram } from "../../lib/program.ts";
import { certificatesPath, commandChain, gitConfigPath, holderCommand, namespacesOf, type BoxPlan } from "../bubblewrap-command.ts";
import { boxEnvironment } from "../environment.ts";
import { fileSizeLimit } from "../file-size.ts";
import { boxGitConfig } from "../git-config.ts";
import { startHolder, type Holder } from "../holder.ts";
import { chooseIdentity } from "../identity.ts";
import { isInside } from "../../lib/path.ts";
import { findKept, type KeptPlace } from "../kept-places.ts";
import { openLimits } from "../limits.ts";
import type { BoxNetwork } from "../network/open.ts";
import { openMeetingPlace } from "../meeting-place.ts";
import { planMounts } from "../mounts.ts";
import { toPathBytes } from "../path-bytes.ts";
import { findPower } from "../power.ts";
import { listeningSockets, type PrivatePlaces, unreadablePlaces } from "../private-places.ts";
import { probeSandbox } from "../probe.ts";
import { FIRST_SHARED, startProcess, type StartedProcess } from "../process.ts";
import { findPrograms } from "../program.ts";
import { reporter, writeOrder } from "../reporter.ts";
import { seccompFilter } from "../seccomp/filter.ts";

const traits: SandboxTraits = {
  name: "bubblewrap",
  confined: true,
  network: "none",
  summary: "Commands see the system read-only, an empty home and no network; only the workspace is writable.",
};

const listedTraits: SandboxTraits = {
  ...traits,
  network: "listed",
  summary:
    "Commands see the system read-only, an empty home and of the network only the hosts that a person listed; only the workspace is writable.",
};

const hint =
  "Install bubblewrap 0.8 or newer (`apt install bubblewrap`) and allow unprivileged user namespaces (Ubuntu's AppArmor allows them to /usr/bin/bwrap only); `--sandbox none` runs commands without any confinement.";

/** What runs outside of the box gets nothing else, so that no variable changes what it does. */
const outerEnv = { PATH: "/usr/bin:/bin:/usr/sbin:/sbin", LC_ALL: "C" };

/** Of the machine's memory, for each of the private folders. */
const TMPFS_SHARE = 0.25;

export default defineSandbox({
  name: "bubblewrap",
  rank: 10,
  confined: true,
  probe: (options) => probeSandbox(openBackend, options),
  backend: openBackend,
});

/**
 * A holder keeps network and mounts of the box; each command gets a pid namespace and a view of its own, joins the rest, and has neither
 * capabilities nor a way to get new namespaces.
 */
async function openBackend(options: BackendOptions): Promise<Backend> {
  const { workspace, roots, stores } = options;
  const { mkfifo, find, ...programs } = findPrograms(["bwrap", "bash", "sh", "mount", "nsenter", "unshare", "setpriv", "mkfifo", "find"], {
    workspace,
    hint,
  });
  const filter = seccompFilter(process.arch);
  const power = findPower();
  const identity = chooseIdentity(workspace);
  // A user can only join namespaces of its own.
  const user = power === "root" ? undefined : identity;
  const home = boxHome();
  const env: Record<string, string> = { ...boxEnvironment(process.env, options), HOME: home, GIT_CONFIG_GLOBAL: gitConfigPath };
  const hidden = [process.env["FETTLE_HOME"] ?? join(homedir(), ".fettle"), options.stateDir, ...stores];
  const meeting = openMeetingPlace({ parent: options.stateDir, mkfifo, identity });
  const asRoot = process.getuid?.() === 0 && identity === undefined;
  const limit = openLimits({ isRoot: asRoot });
  const live = new Set<StartedProcess>();
  const certificates = options.network && join(options.stateDir, "certificates");
  const connections: Connection[] = [];
  let network: BoxNetwork | undefined;
  let starting: Promise<{ holder: Holder; plan: BoxPlan }> | undefined;
  let closed = false;

  /** Once more when a private place has vanished since it was listed: what is not there cannot be covered. */
  async function start(): Promise<{ holder: Holder; plan: BoxPlan }> {
    for (let left = MAX_STARTS; ; left--) {
      const unreadable = asRoot ? unreadablePlaces(find, { anew: left < MAX_STARTS }) : Promise.resolve({ folders: [], files: [] });
      try {
        return await startCovering(unreadable);
      } catch (error) {
        if (left === 1 || !hasVanished(await unreadable)) throw error;
      }
    }
  }

  async function startCovering(listing: Promise<PrivatePlaces>): Promise<{ holder: Holder; plan: BoxPlan }> {
    // What takes longest has begun first.
    const [unreadable, gitConfig] = await Promise.all([listing, boxGitConfig(findProgram("git", workspace)), meeting.prepare()]);
    const isIn = (path: string): boolean => roots.some((root) => isInside(path, root));
    const outside = keptOutside(options);
    const isCovered = (folder: string): boolean => existsSync(folder) && isIn(folder);
    const plan: BoxPlan = {
      programs,
      power,
      identity,
      roots,
      stores,
      home,
      gitConfig,
      certificates,
      covered: [...new Set(hidden)].filter(isCovered),
      mounts: planMounts({
        roots,
        home,
        path: env["PATH"] ?? "",
        identity,
        hidden: [...hidden.filter((folder) => !isCovered(folder)), ...unreadable.folders, ...pathsOf(outside, { folder: true })],
        hiddenFiles: [...unreadable.files, ...listeningSockets(), ...pathsOf(outside, { folder: false })].filter((file) => !isIn(file)),
      }),
      tmpfsBytes: Math.ceil(totalmem() * TMPFS_SHARE),
    };
    if (certificates !== undefined) mkdirSync(certificates, { recursive: true, mode: 0o755 });
    const holder = await startHolder({ argv: holderCommand(plan), env: outerEnv, user, namespaces: namespacesOf(power) });
    if (certificates !== undefined) await openNetwork(holder, certificates);
    return { holder, plan };
  }

  /** In the namespace of this holder; the one before is gone. */
  async function openNetwork({ pid }: Holder, folder: string): Promise<void> {
    if (options.network === undefined) return;
    const { openBoxNetwork } = await import("../network/open.ts");
    network?.close();
    network = await openBoxNetwork({
      ...options.network,
      holder: { pid, flags: power === "root" ? [] : ["-U", "--preserve-credentials"] },
      workspace,
      certificates: { folder, seenAs: certificatesPath },
      onConnection: ({ address, reason, ...record }) =>
        connections.push({ ...record, ...(address !== undefined && { address }), ...(reason !== undefined && { reason }) }),
    });
  }

  async function running(): Promise<{ holder: Holder; plan: BoxPlan }> {
    if (closed) throw new Error("The box is closed.");
    const mine = (starting ??= start());
    // Whoever waited for the same start may have begun the next one meanwhile.
    const forget = (): void => void (starting === mine && (starting = undefined));
    try {
      const box = await mine;
      if (!box.holder.dead) return box;
      await box.holder.close();
    } catch (error) {
      forget();
      throw unavailable(error);
    }
    forget();
    return await running();
  }

  async function launch(order: Order): Promise<Process> {
    const limited = limit(order.limits);
    const { holder, plan } = await running();
    // Not meanwhile: a pipe that nobody takes would keep the harness from ending.
    const output = await meeting.pipe();
    const text = writeOrder(
      { ...order, limits: limited.rlimits },
      { bash: programs.bash, env: { ...env, ...network?.env }, fileBytes: fileSizeLimit(workspace) },
    );
    const argv = commandChain(plan, {
      view: order.view,
      kept: keptInside(options),
      reporter: [programs.bash, "--norc", "--noprofile", "-c", reporter, "fettle"],
      namespacesFrom: FIRST_SHARED,
    });
    const process = await startProcess({
      argv,
      env: outerEnv,
      user,
      output,
      files: {
        stdin: order.stdin === undefined ? undefined : meeting.file(order.stdin),
        order: meeting.file(text.order),
        filter: meeting.file(filter),
        script: text.script === undefined ? undefined : meeting.file(text.script),
      },
      shared: holder.namespaces,
      contained: true,
      merged: order.view.kind === "layers" ? order.view.layers.map(({ root }) => root) : [],
      prepare: limited.begin,
      finished: limited.finish,
    }).catch((cause: unknown) => {
      throw failed(cause);
    });
    live.add(process);
    void process.ended.then(() => live.delete(process));
    if (closed) process.lose("its box was closed");
    return process;
  }

  return {
    traits: options.network === undefined ? traits : listedTraits,
    layers: stores.length > 0,
    hidesKept: true,
    launch,
    takeConnections: () => connections.splice(0),
    warm: () => void running().catch(() => {}), // The first command tries again and reports.
    async close() {
      closed = true;
      const ending = [...live].map((process) => {
        process.lose("its box was closed");
        return process.ended;
      });
      const box = await starting?.catch(() => undefined);
      network?.close();
      await Promise.all([...ending, box?.holder.close()]);
      await meeting.close();
    },
  };
}

/** Other programs make and remove private folders all the time; that it happens this often in a row is something else. */
const MAX_STARTS = 4;

function hasVanished({ folders, files }: PrivatePlaces): boolean {
  return [...folders, ...files].some((path) => !existsSync(path));
}

/** Each is a mount of every command. */
const MAX_KEPT = 500;

/** What rules keep from being read in the roots now. Throws `sandbox.failed` rather than to show some of it. */
function keptInside({ bans, roots }: BackendOptions): KeptPlace[] {
  const { read } = bans ?? {};
  if (read === undefined) return [];
  const found = roots.flatMap((root) => findKept(read, root)).filter(({ path }) => roots.some((root) => isInside(path, root)));
  const odd = found.find(({ path }) => toPathBytes(path) !== path);
  if (found.length <= MAX_KEPT && odd === undefined) return found;
  const what = odd === undefined ? `${found.length} paths, more than ${MAX_KEPT}` : `a path whose name is not UTF-8`;
  throw new FettleError("sandbox.failed", `The command has not run: rules keep ${what}, from being read, and they cannot be hidden.`, {
    hint: "Deny the folders that they lie in.",
  });
}

/** The same outside of the roots, where what is in them leads to included. As it is when the box begins. */
function keptOutside({ bans, roots }: BackendOptions): KeptPlace[] {
  const { read } = bans ?? {};
  if (read === undefined) return [];
  const skip = new Set(["/proc", "/sys", "/dev", ...roots]);
  const found = [...findKept(read, "/", skip), ...roots.flatMap((root) => findKept(read, root))];
  return found.filter(({ path }) => !roots.some((root) => isInside(path, root)));
}

function pathsOf(places: readonly KeptPlace[], { folder }: Pick<KeptPlace, "folder">): string[] {
  return places.filter((place) => place.folder === folder).map(({ path }) => path);
}

/** The home is masked and private; a user without a usable one gets a private folder too. */
function boxHome(): string {
  const home = homedir();
  return home !== "/" && existsSync(home) ? home : "/tmp";
}

function unavailable(cause: unknown): FettleError {
  if (cause instanceof FettleError) return cause;
  return new FettleError("sandbox.unavailable", `The sandbox bubblewrap did not start: ${messageOf(cause)}`, { hint, cause });
}

function failed(cause: unknown): FettleError {
  return new FettleError("sandbox.failed", `The command could not be put into its box, and has not run: ${messageOf(cause)}`, {
    hint: "`fettle doctor` tries the sandbox and says what is missing.",
    cause,
  });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
