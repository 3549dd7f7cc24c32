import { defineSandbox, type Probe } from "../../contract/backend.ts";
import { FettleError } from "../../contract/error.ts";

const hint =
  "Run Fettle in WSL 2, where bubblewrap confines commands (`wsl --install`, then `apt install bubblewrap`); or have each command asked for with `--sandbox none`.";

/**
 * Windows has restricted tokens, but starting a process with one needs calls that neither Node nor a program of the system offers: until
 * there is a launcher for that, nothing runs here.
 */
export default defineSandbox({
  name: "windows",
  rank: 16,
  confined: true,
  experimental: true,
  platforms: ["win32"],
  probe,
  backend: async () => {
    throw new FettleError("sandbox.unavailable", complaint(), { hint });
  },
});

async function probe(): Promise<Probe> {
  const means = complaint();
  return { available: false, findings: [means], attempts: [{ what: "run", ok: false, needed: true, means }], hint };
}

function complaint(): string {
  if (process.platform !== "win32") return "Restricted tokens are a part of Windows.";
  return "No launcher starts processes with a restricted token on Windows yet.";
}
