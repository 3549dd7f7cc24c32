/** Listening where the box can reach it, without leaving a process there. */
import { spawn } from "node:child_process";
import type { Server } from "node:net";
import { FettleError } from "../../contract/error.ts";
import type { Target } from "./target.ts";

/** The process that holds the box's network namespace, and what `nsenter` needs besides `-n` to enter it. */
export interface Holder {
  pid: number;
  /** `-U --preserve-credentials` where the namespace belongs to a user namespace. */
  flags: readonly string[];
}

export interface Listeners {
  proxy: Server;
  /** Listeners at the very addresses asked for, where they were free. */
  local: readonly { target: Target; server: Server }[];
}

/** In the namespace: listens and sends each listening handle over the channel. A port that a command has taken is nobody's loss. */
const helper = `
const { createServer } = require("node:net");
const [proxyPort, ...local] = JSON.parse(process.argv[1]);
const listen = (address) => new Promise((resolve, reject) => {
  const server = createServer();
  server.once("error", reject).listen(address, () => process.send({ address }, server, (error) => error ? reject(error) : resolve()));
});
(async () => {
  await listen({ host: "127.0.0.1", port: proxyPort }).catch(() => listen({ host: "127.0.0.1", port: 0 }));
  for (const address of local) await listen(address).catch(() => {});
  process.send("done", () => process.exit(0));
})().catch((error) => process.send(String(error), () => process.exit(1)));
`;

const port = 3128;
const helperMs = 20_000;

/** Rejects with `sandbox.failed` when the namespace cannot be entered. The listeners do not keep this process alive. */
export async function listenInside({
  holder,
  nsenter,
  local,
}: {
  holder: Holder;
  nsenter: string;
  local: readonly Target[];
}): Promise<Listeners> {
  const argv = ["-t", String(holder.pid), ...holder.flags, "-n", "--", process.execPath, "-e", helper, JSON.stringify([port, ...local])];
  // Nothing of the harness's variables: NODE_OPTIONS would run in there.
  const child = spawn(nsenter, argv, { env: {}, stdio: ["ignore", "ignore", "pipe", "ipc"], timeout: helperMs, killSignal: "SIGKILL" });
  const received: { target: Target; server: Server }[] = [];
  let trouble = "";
  const { promise: done, resolve } = Promise.withResolvers<boolean>();
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (trouble = (trouble + text).slice(-2000)));
  child.on("message", (message, handle) => {
    if (handle !== undefined) received.push({ target: (message as { address: Target }).address, server: (handle as Server).unref() });
    else if (message !== "done") trouble += JSON.stringify(message);
  });
  child.on("error", (error) => {
    trouble += error.message;
    resolve(false);
  });
  // Not at its last message: as long as it is there it takes connections, too, and answers none.
  child.on("close", (code) => resolve(code === 0));
  const [first, ...rest] = (await done) ? received : [];
  if (first !== undefined) return { proxy: first.server, local: rest };
  for (const { server } of received) server.close();
  throw new FettleError("sandbox.failed", `The network of the box could not be opened: ${trouble.trim() || "its helper ended early"}`, {
    hint: "Run `fettle doctor`; without entries in network.allow the box needs no network.",
  });
}
