/** What `read` returns, or undefined when the file system does not let it: the file is gone, is not ours to read, or lies on a failing disk. */
export function ifReadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
}

/** Whether an error is the file system's. */
export function isRefused(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error;
}
