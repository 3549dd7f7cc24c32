import { posix } from "node:path";
import type { ProjectFiles, Resolver } from "../../../language.ts";
import { nearest } from "../nearest.ts";

/** Headers of the C standard and of POSIX, which a workspace may have under the same names for other systems. */
const standard = new Set(
  (
    "assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg stdatomic stdbool stddef stdint stdio " +
    "stdlib stdnoreturn string tgmath threads time uchar wchar wctype dirent dlfcn fcntl fnmatch getopt glob grp iconv langinfo libgen netdb poll " +
    "pthread pwd regex sched search semaphore spawn strings syslog termios unistd utime wordexp"
  )
    .split(" ")
    .map((name) => `${name}.h`),
);

/**
 * Beside the file first; then wherever the path fits the end of a file's own: which folders a build searches is known to the build alone,
 * so that of several the nearest counts.
 */
export function includeResolver(project: ProjectFiles): Resolver {
  const seen = new Map<string, readonly string[]>();
  const ending = (specifier: string): readonly string[] => {
    let files = seen.get(specifier);
    if (files === undefined) {
      const path = posix.normalize(specifier).replace(/^(?:\.\.\/)+/, "");
      seen.set(specifier, (files = project.named(posix.basename(path)).filter((file) => file === path || file.endsWith(`/${path}`))));
    }
    return files;
  };
  return {
    resolve({ specifier }, from) {
      const beside = posix.join(posix.dirname(from), specifier);
      if (project.has(beside) && beside !== from) return { files: [beside] };
      if (standard.has(specifier)) return { outside: specifier };
      const file = nearest(
        ending(specifier).filter((path) => path !== from),
        from,
      );
      return file === undefined ? { outside: specifier } : { files: [file] };
    },
  };
}
