import { existsSync, openSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { FettleError } from "../../contract/error.ts";
import { defineSandbox, type BoxOptions, type OpenBox, type SandboxTraits } from "../../contract/sandbox.ts";
import { composeBox } from "../box.ts";
import { boxEnvironment } from "../environment.ts";
import { boxGitConfig } from "../git-config.ts";
import { chooseIdentity } from "../identity.ts";
import { planMounts, type Mount } from "../mounts.ts";
import { probeBox } from "../probe.ts";
import { findProgram } from "../../lib/program.ts";
import { findShellPrograms } from "../program.ts";
import { runSupervisor } from "../supervisor.ts";

const traits: SandboxTraits = {
  name: "bubblewrap",
  confined: true,
  network: "none",
  summary:
    "Commands see the system read-only, an empty home and no network; only the workspace is writable. Sockets of services outside /run and /tmp stay reachable.",
};

const hint =
  "Install bubblewrap 0.8 or newer (`apt install bubblewrap`) and allow unprivileged user namespaces (Ubuntu's AppArmor allows them to /usr/bin/bwrap only); `--sandbox none` runs commands without any confinement.";

const insideFolder = "/run/fettle/meet";
const insideShell = "/run/fettle/shell";
const insideGitConfig = "/run/fettle/gitconfig";

/**
 * The supervisor is process 1, which nothing inside can kill or stop. All of /proc is read-only because the box of a root user
 * could otherwise write the host's /proc/sys.
 */
const namespaces =
  "--unshare-user --disable-userns --unshare-pid --unshare-net --unshare-ipc --unshare-uts --as-pid-1 --die-with-parent --new-session --cap-drop ALL";
const root = "--ro-bind / / --dev /dev --proc /proc --remount-ro /proc";

/**
 * A shell that may be executed but not read, from descriptor 3: the kernel lets nobody look into its process, so that no command
 * can open the supervisor's pipes through /proc.
 */
const unreadableShell = `--perms 0111 --ro-bind-data 3 ${insideShell}`;

export default defineSandbox({
  name: "bubblewrap",
  rank: 10,
  confined: true,
  probe: () => probeBox(open),
  open,
});

async function open(options: BoxOptions): Promise<OpenBox> {
  const { env } = process;
  const programs = findShellPrograms(options.workspace, hint);
  const bwrap = findProgram("bwrap", options.workspace);
  const identity = chooseIdentity(options.workspace);
  if (bwrap === undefined) throw new FettleError("sandbox.unavailable", "bubblewrap (bwrap) is not installed.", { hint });

  return composeBox(
    {
      traits,
      hint,
      shell: programs.bash,
      mkfifo: programs.mkfifo,
      identity,
      async enclose(rendezvous) {
        const gitConfig = rendezvous.writeFile(await boxGitConfig(findProgram("git", options.workspace)));
        const home = boxHome();
        const mounts = planMounts({
          workspace: options.workspace,
          readOnly: options.readOnly,
          home,
          path: env["PATH"] ?? "",
          identity,
          hidden: [env["FETTLE_HOME"] ?? join(homedir(), ".fettle"), options.stateDir],
        });
        return {
          argv: [
            bwrap,
            ...words(`${namespaces} ${root}`),
            ...mounts.flatMap(toArguments),
            ...words(`${unreadableShell} --file 4 ${insideGitConfig}`),
            "--ro-bind",
            rendezvous.folder,
            insideFolder,
            "--",
            ...runSupervisor(insideShell, insideFolder),
          ],
          env: { ...boxEnvironment(env, options.passEnv), HOME: home, GIT_CONFIG_GLOBAL: insideGitConfig },
          files: [openSync(programs.bash, "r"), openSync(rendezvous.path(gitConfig), "r")],
          enclosed: true,
        };
      },
    },
    options,
  );
}

/** The home is masked and private; a user without a usable one gets a private folder too. */
function boxHome(): string {
  const home = homedir();
  return home !== "/" && existsSync(home) ? home : "/tmp";
}

function toArguments({ at, show }: Mount): string[] {
  if (show === "empty") return ["--tmpfs", at];
  return [show === "writable" ? "--bind" : "--ro-bind", at, at];
}

function words(text: string): string[] {
  return text.split(" ");
}
