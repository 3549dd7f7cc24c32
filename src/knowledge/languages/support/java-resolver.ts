import { posix } from "node:path";
import type { ProjectFiles, Resolver, Target } from "../../language.ts";
import { nearest } from "./nearest.ts";

/** A class is in the file of its name, or of the name of the class around it, among the files that say they are of its package. */
export function javaResolver(project: ProjectFiles): Resolver {
  return {
    resolve({ specifier, names }, from): Target {
      const [taken] = names;
      const path = taken === undefined || taken.name === "*" ? specifier.split(".") : [...specifier.split("."), taken.name];
      if (taken?.name === "*") {
        const seesTests = testFolder.test(from);
        const files = project.ofPackage("java", specifier).filter((file) => file !== from && (seesTests || !testFolder.test(file)));
        if (files.length > 0) return { files };
      }
      for (let length = path.length - 1; length > 0; length--) {
        const files = project.ofPackage("java", path.slice(0, length).join("."));
        const name = path[length]!;
        const file = nearest(
          files.filter((one) => posix.basename(one) === `${name}.java`),
          from,
        );
        if (file !== undefined) return { files: [file] };
        // Its package is here, and it is not: generated, perhaps. A package of that name may lie elsewhere.
        if (files.length > 0 && /^\p{Lu}/u.test(name)) return undefined;
      }
      return { outside: specifier };
    },
  };
}

/** Where Maven and Gradle have what the rest cannot see. */
const testFolder = /(?:^|\/)src\/(?:test|it|\w+Test)\//;
