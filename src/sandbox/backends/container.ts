import { defineSandbox, type Backend, type BackendOptions, type Probe } from "../../contract/backend.ts";
import { FettleError } from "../../contract/error.ts";
import { containerSigns } from "../container-signs.ts";
import { openPlainBackend } from "../plain-backend.ts";
import { probeSandbox } from "../probe.ts";

const hint =
  "`--sandbox container` is for the inside of a container or a virtual machine that holds nothing of value; `--sandbox none` is honest elsewhere.";

/** The container around Fettle is the boundary, because a person says so. Nothing of Fettle confines commands in it. Never chosen by `auto`. */
export default defineSandbox({
  name: "container",
  rank: 900,
  confined: true,
  declared: true,
  probe,
  backend: openBackend,
});

async function probe(): Promise<Probe> {
  const signs = containerSigns();
  const what = signs.length > 0 ? `${signs.join("; ")}: this looks like a container` : "nothing says that this is a container";
  const attempts = [{ what: "container", ok: signs.length > 0, needed: true, means: what }];
  if (signs.length === 0) return { available: false, findings: [what], attempts, hint };
  // The network and the rest of the container are open, as declared: to try them would show nothing.
  const ran = await probeSandbox(async (options) => {
    const backend = await openBackend(options);
    return { ...backend, traits: { ...backend.traits, confined: false } };
  });
  return { ...ran, findings: [...ran.findings, what], attempts: [...ran.attempts, ...attempts] };
}

async function openBackend(options: BackendOptions): Promise<Backend> {
  const signs = containerSigns();
  if (signs.length === 0) {
    throw new FettleError("sandbox.unavailable", "Nothing says that this is the inside of a container.", {
      at: "--sandbox container",
      hint,
    });
  }
  return openPlainBackend(options, {
    hint: "Install bash and coreutils.",
    traits: {
      name: "container",
      // Nothing keeps a command from writing to the workspace, as plan mode promises.
      confined: !options.readOnly,
      network: "host",
      summary:
        "The container around Fettle is the only boundary: commands can do in it whatever its user can, and reach the network that it has.",
      notice: `The container is taken to confine commands, because \`--sandbox container\` says so, and ${signs[0] ?? ""}.`,
    },
  });
}
