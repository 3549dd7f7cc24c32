import { readdirSync, readFileSync } from "node:fs";

const EVERY_MS = 50;

/** Watches the memory of a process and its descendants, as the kernel counts it, from now until `stop`. In MB of 10^6 bytes. */
export function watchMemory(pid: number): { stop(): { peakMb: number; treeMb: number } } {
  let peakMb = 0;
  let treeMb = 0;
  const look = (): void => {
    const tree = descendants(pid).map(memoryOf);
    peakMb = Math.max(peakMb, ...tree.map(({ peak }) => peak));
    treeMb = Math.max(
      treeMb,
      tree.reduce((sum, { now }) => sum + now, 0),
    );
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return { peakMb, treeMb };
    },
  };
}

/** Processes that were started by this one, and by those, as long as they live. */
export function descendants(pid: number): number[] {
  // Each thread has its own.
  const children = threads(pid).flatMap((thread) => read(`/proc/${pid}/task/${thread}/children`).split(" ").filter(Boolean).map(Number));
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function threads(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** In MB of 10^6 bytes. */
export function memoryOf(pid: number): { peak: number; now: number } {
  const status = read(`/proc/${pid}/status`);
  const megabytes = (field: string): number => (Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0) * 1024) / 1e6;
  return { peak: megabytes("VmHWM"), now: megabytes("VmRSS") };
}

/** Empty when the process has gone meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
