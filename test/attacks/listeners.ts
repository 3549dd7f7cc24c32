import { lstatSync, readFileSync, readdirSync, readlinkSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * What other users of this machine could connect to at one of these processes: TCP and UDP ports of the machine's own network (another
 * namespace is out of their reach), abstract sockets, and named ones whose folders and modes let everybody through. Sorted, without duplicates.
 */
export function openDoors(pids: readonly number[]): string[] {
  const sockets = new Set(pids.filter(isInOwnNetwork).flatMap(socketsOf));
  const ports = ["tcp", "tcp6", "udp", "udp6"].flatMap((kind) => portsOf(kind, sockets));
  return [...new Set([...ports, ...doorsWithNames(sockets)])].sort();
}

function isInOwnNetwork(pid: number): boolean {
  return readLink(`/proc/${pid}/ns/net`) === readlinkSync("/proc/self/ns/net");
}

/** Inodes. */
function socketsOf(pid: number): string[] {
  const links = entriesOf(`/proc/${pid}/fd`).map((name) => readLink(`/proc/${pid}/fd/${name}`));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

/** Listening, or for datagrams bound without a peer; https://docs.kernel.org/networking/proc_net_tcp.html. */
function portsOf(kind: string, sockets: ReadonlySet<string>): string[] {
  const waiting = kind.startsWith("tcp") ? "0A" : "07";
  return linesOf(`/proc/net/${kind}`)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === waiting && sockets.has(fields[9] ?? ""))
    .map(() => kind.replace("6", ""));
}

function doorsWithNames(sockets: ReadonlySet<string>): string[] {
  const accepting = linesOf("/proc/net/unix")
    .map((line) => /^\S+ \S+ \S+ (?<flags>\S+) \S+ \S+ +(?<inode>\d+) (?<name>.+)$/.exec(line)?.groups)
    .filter((found) => found?.["flags"] === "00010000" && sockets.has(found["inode"] ?? ""))
    .map((found) => found?.["name"] ?? "");
  return [...(accepting.some((name) => name.startsWith("@")) ? ["abstract"] : []), ...(accepting.some(isForEverybody) ? ["named"] : [])];
}

function isForEverybody(path: string): boolean {
  try {
    if (path.startsWith("@") || (lstatSync(path).mode & 0o002) === 0) return false;
    for (let folder = dirname(path); folder !== "/"; folder = dirname(folder)) if ((statSync(folder).mode & 0o001) === 0) return false;
    return true;
  } catch {
    return false; // It is gone.
  }
}

function linesOf(file: string): string[] {
  return readFileSync(file, "utf8").trim().split("\n").slice(1);
}

/** Empty when the process has ended. */
function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

/** Empty when the process has ended. */
function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
