/**
 * The language of macOS's `sandbox-exec`: an S-expression whose last matching rule wins. Its strings know two escapes, for the quote and the
 * backslash; any other byte stands for itself.
 */
export interface SeatbeltPlaces {
  /** Absolute, real paths, as the kernel compares: `/private/tmp`, not `/tmp`. */
  writable: readonly string[];
  /** Readable within a hidden folder, such as toolchains and the roots. */
  readable: readonly string[];
  hidden: readonly string[];
}

/** Pure. Throws for a path that no profile can hold. */
export function seatbeltProfile({ writable, readable, hidden }: SeatbeltPlaces): string {
  const devices = ["/dev/null", "/dev/zero", "/dev/dtracehelper", "/dev/tty", "/dev/fd"];
  return [
    "(version 1)",
    "(deny default)",
    "(allow process-fork process-exec*)",
    "(allow signal process-info* (target same-sandbox))",
    "(allow sysctl-read)",
    '(allow mach-lookup (global-name "com.apple.system.opendirectoryd.libinfo") (global-name "com.apple.system.logger"))',
    "(allow ipc-posix-sem ipc-posix-shm*)",
    "(allow file-read*)",
    ...rule("deny file-read-data", hidden),
    ...rule("allow file-read*", [...readable, ...writable]),
    ...rule("allow file-write*", writable),
    `(allow file-write-data file-ioctl ${devices.map((path) => `(literal ${quote(path)})`).join(" ")})`,
    "(deny network*)",
    "(deny file-write-setugid)",
    "",
  ].join("\n");
}

function rule(head: string, paths: readonly string[]): string[] {
  return paths.length === 0 ? [] : [`(${head} ${paths.map((path) => `(subpath ${quote(path)})`).join(" ")})`];
}

function quote(path: string): string {
  if (!path.startsWith("/") || path.includes("\0")) throw new Error(`No profile can hold the path ${JSON.stringify(path)}.`);
  return `"${path.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
