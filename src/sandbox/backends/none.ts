import { defineSandbox, type BoxOptions, type OpenBox } from "../../contract/sandbox.ts";
import { composeBox } from "../box.ts";
import { boxEnvironment } from "../environment.ts";
import { probeBox } from "../probe.ts";
import { findShellPrograms } from "../program.ts";
import { runSupervisor } from "../supervisor.ts";

const hint = "Install bash and coreutils.";

/** No confinement: only the environment is filtered, and commands are ended by process group. Never chosen by `auto`. */
export default defineSandbox({
  name: "none",
  rank: 1000,
  confined: false,
  probe: () => probeBox(open),
  open,
});

async function open(options: BoxOptions): Promise<OpenBox> {
  const { bash, mkfifo } = findShellPrograms(options.workspace, hint);
  return composeBox(
    {
      traits: {
        name: "none",
        confined: false,
        network: "host",
        summary: "Commands are not confined: they can do whatever the user can. Only the environment is filtered.",
      },
      hint,
      shell: bash,
      mkfifo,
      identity: undefined,
      enclose: async (rendezvous) => ({
        argv: runSupervisor(bash, rendezvous.folder),
        env: boxEnvironment(process.env, options.passEnv),
        files: [],
        enclosed: false,
      }),
    },
    options,
  );
}
