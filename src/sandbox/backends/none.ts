import { defineSandbox, type Backend, type BackendOptions } from "../../contract/backend.ts";
import { openPlainBackend } from "../plain-backend.ts";
import { probeSandbox } from "../probe.ts";

/** No confinement: only the environment is filtered, and commands are ended by process group. Never chosen by `auto`. */
export default defineSandbox({
  name: "none",
  rank: 1000,
  confined: false,
  probe: (options) => probeSandbox(openBackend, options),
  backend: openBackend,
});

async function openBackend(options: BackendOptions): Promise<Backend> {
  return openPlainBackend(options, {
    hint: "Install bash and coreutils.",
    traits: {
      name: "none",
      confined: false,
      network: "host",
      summary: "Commands are not confined: they can do whatever the user can. Only the environment is filtered.",
    },
  });
}
