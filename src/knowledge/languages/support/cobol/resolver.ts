import { posix } from "node:path";
import type { ProjectFiles, Resolver, Target } from "../../../language.ts";
import { nearest } from "../nearest.ts";

/** In the order in which compilers try them. */
const copybookEndings = [".cpy", ".copy", ".cbl", ".cob", ""];
const programEndings = [".cbl", ".cob", ".cobol"];

/** Copybooks and programs that come with a compiler or a system: SQL, CICS, MQ, Language Environment, GnuCOBOL, Micro Focus. */
const ofTheSystem = /^(?:SQLCA|SQLDA|DFH.*|CMQ.*|CEE.*|IGZ.*|ILBO.*|MQ[A-Z]+|DSN[A-Z]+|CBLTDLI|C\$.*|CBL_.*|PC_.*|X.|SYSTEM)$/;

/** What a copybook is known as in the index: by its name without ending, so that neither case nor ending matters. */
export const copybookName = (path: string): string => `copybook ${posix.basename(path, posix.extname(path)).toUpperCase()}`;

export function cobolResolver(project: ProjectFiles): Resolver {
  const one = (paths: readonly string[], from: string): Target => {
    const found = nearest(paths, from);
    return found === undefined ? undefined : { files: [found] };
  };

  const copybook = (specifier: string, from: string): Target => {
    const written = specifier.replaceAll("\\", "/");
    const beside = posix.join(posix.dirname(from), written);
    if (posix.extname(written) !== "" && project.has(beside)) return { files: [beside] };
    const library = posix.dirname(written).toUpperCase();
    const name = posix.basename(written);
    const known = [
      ...project.ofPackage("cobol", copybookName(name)),
      ...inCases(name, copybookEndings).flatMap((file) => project.named(file)),
    ];
    const others = known.filter((path) => path !== from);
    const inLibrary = others.filter((path) => `/${posix.dirname(path)}`.toUpperCase().endsWith(`/${library}`));
    return one(inLibrary.length > 0 ? inLibrary : others, from);
  };

  const program = (name: string, from: string): Target => {
    const known = project.ofPackage("cobol", name);
    // A nested program, or one of several in a file, is in the file that calls it or in one that is named after it.
    return one(known.length > 0 ? known : inCases(name, programEndings).flatMap((file) => project.named(file)), from);
  };

  return {
    resolve({ specifier, names }, from) {
      const [called] = names;
      const found = called === undefined ? copybook(specifier, from) : program(called.name, from);
      if (found !== undefined) return found;
      const name = posix.basename(specifier).toUpperCase();
      return ofTheSystem.test(name) ? { outside: name } : undefined;
    },
  };
}

/** As written, and as people name files on systems that tell cases apart. */
function inCases(name: string, endings: readonly string[]): string[] {
  const names = [name, name.toLowerCase(), name.toUpperCase()];
  return [...new Set(names.flatMap((one) => endings.flatMap((ending) => [one + ending, one + ending.toUpperCase()])))];
}
