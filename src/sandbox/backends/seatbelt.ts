import { existsSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { defineSandbox, type Backend, type BackendOptions } from "../../contract/backend.ts";
import { FettleError } from "../../contract/error.ts";
import { makePrivateFolder } from "../landlock/private-folder.ts";
import { toolchains } from "../mounts.ts";
import { openPlainBackend } from "../plain-backend.ts";
import { probeSandbox } from "../probe.ts";
import { findPrograms } from "../program.ts";
import { seatbeltProfile } from "../seatbelt-profile.ts";

const hint = "It needs macOS with /usr/bin/sandbox-exec; `--sandbox none` runs commands without any confinement.";

/** macOS's own sandbox, by the program that is deprecated and that everybody uses. Not tried on a real Mac yet. */
export default defineSandbox({
  name: "seatbelt",
  rank: 15,
  confined: true,
  experimental: true,
  platforms: ["darwin"],
  probe: (options) => probeSandbox(openBackend, options),
  backend: openBackend,
});

async function openBackend(options: BackendOptions): Promise<Backend> {
  if (process.platform !== "darwin") throw new FettleError("sandbox.unavailable", "Seatbelt is a part of macOS.", { hint });
  const { workspace, roots, stores } = options;
  const { "sandbox-exec": sandboxExec } = findPrograms(["sandbox-exec"], { workspace, hint });
  const home = homedir();
  const folder = makePrivateFolder(undefined);
  const readable = toolchains({ roots, home, path: process.env["PATH"] ?? "", identity: undefined });
  const hidden = [home, "/Users", "/private/tmp", "/private/var/folders", options.home, options.stateDir, ...stores];
  const profile = (writes: readonly string[]): string =>
    seatbeltProfile({
      writable: [folder.home, folder.temporary, ...writes],
      readable: [...roots, ...readable].map(real),
      hidden: hidden.filter((path) => existsSync(path)).map(real),
    });
  const profiles = { direct: profile(roots), "read-only": profile([]) };
  return openPlainBackend(options, {
    hint,
    env: { HOME: folder.home, TMPDIR: folder.temporary },
    wrap: (view) => [sandboxExec, "-p", profiles[view]],
    close: folder.remove,
    traits: {
      name: "seatbelt",
      confined: true,
      network: "none",
      loopback: false,
      summary:
        "Experimental. Commands read the system and the workspace, write only the workspace and a private home, and have no network, not even loopback.",
    },
  });
}

function real(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}
