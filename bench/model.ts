import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Report, Script } from "./server.ts";

/** The scripted model server, seen from the process that measures. */
export interface Model extends Disposable {
  url: string;
  /** Begins a script and forgets what came before. */
  play(script: Script): Promise<void>;
  report(): Promise<Report>;
}

export async function startModel(): Promise<Model> {
  const server = fork(join(import.meta.dirname, "server.ts"), { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const ended = once(server, "exit").then(() => Promise.reject(new Error("the model server ended")));
  const next = async (): Promise<unknown> => (await Promise.race([once(server, "message"), ended]))[0];
  const { url } = (await next()) as { url: string };
  return {
    url,
    async play(script) {
      server.send(script);
      await next();
    },
    async report() {
      server.send("report");
      return (await next()) as Report;
    },
    [Symbol.dispose]: () => void server.kill(),
  };
}
