/** The network of one box: a proxy in the harness that the box reaches on its own loopback, and nothing else. */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createSecureContext, type SecureContext } from "node:tls";
import { FettleError } from "../../contract/error.ts";
import type { Environment } from "../../contract/provider.ts";
import type { NetworkOptions } from "../../contract/sandbox.ts";
import { findProgram } from "../../lib/program.ts";
import { createAuthority } from "./authority.ts";
import { resolveBySystem, type Resolve } from "./dial.ts";
import { networkEnvironment } from "./environment.ts";
import { type Holder, type Listeners, listenInside } from "./listener.ts";
import { createProxy } from "./proxy.ts";
import { openReach } from "./reach.ts";
import { type ConnectionRecord, openRecords } from "./record.ts";
import { type HostLists, readRules } from "./rules.ts";
import { openSecrets, type SecretRule } from "./secrets.ts";
import { machineAuthorities } from "./trust.ts";

export interface BoxNetworkOptions extends HostLists, Pick<NetworkOptions, "ruled" | "judge"> {
  holder: Holder;
  /** Absolute, real path: programs that lie in it are not used. */
  workspace: string;
  /** By variable. */
  secrets: Readonly<Record<string, SecretRule>>;
  /** Of the harness: values of secrets, the machine's own proxy and certificates. */
  env: Environment;
  /** A folder of the harness, and the path at which commands see it read-only: the certificates that they are to trust lie in it. */
  certificates: { folder: string; seenAs: string };
  /** Hears of every connection, at most some thousands of times. */
  onConnection?(record: ConnectionRecord): void;
  /** Default: the system's resolver. */
  resolve?: Resolve;
}

export interface BoxNetwork {
  /** What commands get: how to find the proxy and trust it, and the stand-ins of secrets. */
  env: Readonly<Record<string, string>>;
  /** Ends every connection. */
  close(): void;
}

const bundleName = "certificates.pem";
const ownName = "authority.pem";

/**
 * Rejects with `config.invalid` for entries that make no sense and `sandbox.failed` when the box cannot be entered. An empty `allow` has no
 * network: whoever calls need not begin one.
 */
export async function openBoxNetwork(options: BoxNetworkOptions): Promise<BoxNetwork> {
  const { env, certificates } = options;
  const rules = readRules(options);
  const secrets = openSecrets(options.secrets, env);
  const nsenter = findProgram("nsenter", options.workspace);
  if (nsenter === undefined)
    throw new FettleError("sandbox.failed", "The network of the box could not be opened: nsenter is not installed.", {
      hint: "Install util-linux (`apt install util-linux`), or empty network.allow.",
    });
  const machine = machineAuthorities(env);
  const listening = listenInside({ holder: options.holder, nsenter, local: rules.local });
  const [listeners, authority] = await Promise.all([
    listening,
    // While the other process starts.
    createAuthority().then((made) => {
      writeCertificates(certificates.folder, { machine, own: made.certificate });
      return made;
    }),
  ]).catch(async (error: unknown) => {
    closeAll(await listening.catch(() => undefined));
    throw error;
  });

  let trust: SecureContext | undefined;
  const records = openRecords(options.onConnection ?? (() => {}));
  const proxy = createProxy({
    rules,
    reach: openReach({ rules, ruled: options.ruled, judge: options.judge }),
    secrets,
    authority,
    upstreamTrust: () => (trust ??= createSecureContext({ ca: machine })),
    resolve: options.resolve ?? resolveBySystem,
    env,
    judge: options.judge,
    records,
  });
  listeners.proxy.on("connection", (socket) => proxy.serve(socket));
  for (const { target, server } of listeners.local) server.on("connection", (socket) => proxy.serve(socket, target));
  const seen = (name: string) => `${certificates.seenAs}/${name}`;
  const bound = listeners.proxy.address() as { address: string; port: number };

  return {
    env: { ...networkEnvironment(`${bound.address}:${bound.port}`, { bundle: seen(bundleName), own: seen(ownName) }), ...secrets.env },
    close() {
      closeAll(listeners);
      proxy.close();
      records.close();
    },
  };
}

function closeAll(listeners: Listeners | undefined): void {
  listeners?.proxy.close();
  for (const { server } of listeners?.local ?? []) server.close();
}

/** Throws `sandbox.failed`. */
function writeCertificates(folder: string, { machine, own }: { machine: string; own: string }): void {
  try {
    for (const [name, content] of [
      [ownName, own],
      [bundleName, `${machine.trimEnd()}\n${own}`],
    ] as const) {
      writeFileSync(join(folder, name), content);
      // Commands may run as somebody else, whatever the umask is.
      chmodSync(join(folder, name), 0o644);
    }
  } catch (cause) {
    throw new FettleError("sandbox.failed", `The certificates of the box cannot be written: ${(cause as Error).message}`, {
      at: folder,
      hint: "Make room on the disk and see to it that the folder can be written.",
      cause,
    });
  }
}
