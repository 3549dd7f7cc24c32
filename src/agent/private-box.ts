import type { Config } from "../config/load.ts";
import type { Environment } from "../contract/provider.ts";
import type { BoxOptions, NetworkOptions, OpenBox } from "../contract/sandbox.ts";
import { keyVariablesOf } from "../models/provider-settings.ts";
import { entries as providers } from "../models/providers/index.gen.ts";
import { openBox } from "../sandbox/open.ts";
import { makeBoxFolder } from "./box-folder.ts";

/** What rules keep from whatever happens in a box. */
export interface KeptByRules extends Pick<BoxOptions, "bans">, Pick<NetworkOptions, "ruled" | "judge"> {}

export interface BoxPlace {
  config: Config;
  env: Environment;
  /** Absolute, real path. */
  workspace: string;
}

/** A box of its own, with a folder of its own for pipes and scripts, which goes with it. */
export async function openPrivateBox(
  { config: { settings, named, home }, env, workspace }: BoxPlace,
  { bans, ...network }: KeptByRules,
  needs: { network: boolean } = { network: true },
): Promise<{ box: OpenBox; close(): Promise<void> }> {
  const folder = makeBoxFolder(env, home);
  try {
    const box = await openBox(settings.sandbox, {
      workspace,
      stateDir: folder.path,
      readOnly: settings.mode === "plan",
      passEnv: settings["env.pass"],
      neverPass: [
        ...providers.flatMap((entry) => keyVariablesOf(entry, named.providers[entry.name])),
        ...Object.values(named.providers).flatMap(({ key_env }) => (key_env === undefined ? [] : [key_env])),
      ],
      limits: { memoryBytes: settings["limits.memory_mb"] * 1024 * 1024, processes: settings["limits.processes"] },
      home,
      undoBytes: settings["undo.quota_mb"] * 1024 * 1024,
      maxDeletions: settings["gate.max_deletions"],
      bans,
      ...(needs.network &&
        settings["network.allow"].length > 0 && {
          network: {
            allow: settings["network.allow"],
            write: settings["network.write"],
            tunnel: settings["network.tunnel"],
            secrets: named.secrets,
            env,
            ...network,
          },
        }),
    });
    return { box, close: () => box.close().finally(folder.remove) };
  } catch (error) {
    folder.remove();
    throw error;
  }
}
