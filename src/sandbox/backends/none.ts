import { defineSandbox, type Backend, type BackendOptions } from "../../contract/backend.ts";
import { boxEnvironment } from "../environment.ts";
import { openMeetingPlace } from "../meeting-place.ts";
import { probeSandbox } from "../probe.ts";
import { startProcess, type StartedProcess } from "../process.ts";
import { findPrograms } from "../program.ts";
import { reporter, writeOrder } from "../reporter.ts";

const hint = "Install bash and coreutils.";

/** No confinement: only the environment is filtered, and commands are ended by process group. Never chosen by `auto`. */
export default defineSandbox({
  name: "none",
  rank: 1000,
  confined: false,
  probe: (options) => probeSandbox(openBackend, options),
  backend: openBackend,
});

async function openBackend(options: BackendOptions): Promise<Backend> {
  const { bash, mkfifo } = findPrograms(["bash", "mkfifo"], { workspace: options.workspace, hint });
  const env = boxEnvironment(process.env, options);
  const meeting = openMeetingPlace({ parent: options.stateDir, mkfifo, identity: undefined });
  const live = new Set<StartedProcess>();
  let closed = false;

  return {
    traits: {
      name: "none",
      confined: false,
      network: "host",
      summary: "Commands are not confined: they can do whatever the user can. Only the environment is filtered.",
    },
    layers: false,
    async launch(order) {
      if (closed) throw new Error("The box is closed.");
      const text = writeOrder(order, { bash, env, fileBytes: 0 });
      const output = await meeting.pipe();
      const process = await startProcess({
        argv: [bash, "--norc", "--noprofile", "-c", reporter, "fettle"],
        env: { LC_ALL: "C" },
        user: undefined,
        output,
        files: {
          stdin: order.stdin === undefined ? undefined : meeting.file(order.stdin),
          order: meeting.file(text.order),
          filter: undefined,
          script: text.script === undefined ? undefined : meeting.file(text.script),
        },
        shared: [],
        contained: false,
        merged: [],
      });
      live.add(process);
      void process.ended.then(() => live.delete(process));
      if (closed) process.lose("its box was closed");
      return process;
    },
    warm: () => void meeting.prepare().catch(() => {}), // The first command tries again and reports.
    async close() {
      closed = true;
      const ending = [...live].map((process) => {
        process.lose("its box was closed");
        return process.ended;
      });
      await Promise.all(ending);
      meeting.close();
    },
  };
}
