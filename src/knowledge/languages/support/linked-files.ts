import { posix } from "node:path";
import type { ProjectFiles, Resolver } from "../../language.ts";

const address = /^(?:[a-z][a-z\d+.-]*:|\/\/)/i;

interface Options {
  /** What stands for the file when a folder is named: `action.yml`. */
  ofFolder?: readonly string[];
}

/** For languages whose imports are paths or addresses: beside the file, or from the root where they begin with a slash. */
export function linkedFiles({ ofFolder = [] }: Options = {}): (project: ProjectFiles) => Resolver {
  return (project) => ({
    resolve({ specifier }, from) {
      if (address.test(specifier)) return { outside: specifier };
      const path = decoded(specifier.replace(/[?#].*$/, ""));
      const [beside, inRoot] = [posix.join(posix.dirname(from), path), posix.normalize(path).replace(/^\//, "")];
      for (const place of path.startsWith("/") ? [inRoot] : [beside, inRoot]) {
        const file = [place, ...ofFolder.map((name) => posix.join(place, name))].find((one) => project.has(one));
        if (file !== undefined) return { files: [file] };
      }
      return undefined;
    },
  });
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
