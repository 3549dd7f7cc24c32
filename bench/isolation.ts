import { spawnSync } from "node:child_process";

const MARK = "FETTLE_BENCH_ISOLATED";

/**
 * Runs this program again in a network of its own that has only loopback, so that no agent reaches anything but the model server,
 * and returns its exit code; undefined when this is that run already. Throws where the kernel does not allow it.
 */
export function isolate(): number | undefined {
  if (process.env[MARK] !== undefined) return undefined;
  const inside = ["sh", "-c", 'ip link set lo up && exec "$@"', "sh", process.execPath, ...process.argv.slice(1)];
  const { status, error } = spawnSync("unshare", ["--map-root-user", "--net", ...inside], {
    stdio: "inherit",
    env: { ...process.env, [MARK]: "1" },
  });
  if (error !== undefined) throw new Error(`a network of its own needs unshare (util-linux) and ip (iproute2): ${error.message}`);
  return status ?? 1;
}
