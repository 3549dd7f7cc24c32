import { posix } from "node:path";
import type { ProjectFiles, Resolver, Target } from "../../../language.ts";
import { nearest } from "../nearest.ts";

interface Prefix {
  /** With a backslash at its end; empty for all. */
  name: string;
  folder: string;
}

/** A class is where the PSR-4 prefixes of the composer.json files put it, or in the file of its name among those of its namespace. */
export function phpResolver(project: ProjectFiles): Resolver {
  const prefixes = project.named("composer.json").flatMap((file) => readPrefixes(file, project.read(file) ?? ""));
  prefixes.sort((a, b) => b.name.length - a.name.length);

  const named = (namespace: string, name: string, from: string): string | undefined => {
    if (namespace === "\\")
      return nearest(
        project.named(`${name}.php`).filter((file) => file !== from),
        from,
      );
    const whole = `${namespace}\\${name}`;
    for (const prefix of prefixes) {
      if (!whole.startsWith(prefix.name)) continue;
      const file = posix.join(prefix.folder, `${whole.slice(prefix.name.length).replaceAll("\\", "/")}.php`);
      if (project.has(file)) return file;
    }
    const files = project.ofPackage("php", namespace);
    // A function is in a file that is named after none of them.
    return (
      nearest(
        files.filter((file) => posix.basename(file, posix.extname(file)) === name),
        from,
      ) ??
      nearest(
        files.filter((file) => /\/[a-z][^/]*$/.test(`/${file}`)),
        from,
      )
    );
  };

  const included = (specifier: string, from: string): Target => {
    const places = [posix.join(posix.dirname(from), specifier), posix.normalize(specifier)];
    const file = places.find((path) => project.has(path));
    return file === undefined ? undefined : { files: [file] };
  };

  return {
    resolve({ specifier, names }, from) {
      if (names.length === 0) return included(specifier, from);
      const files = names.map(({ name }) => named(specifier, name, from)).filter((file) => file !== undefined);
      if (files.length > 0) return { files: [...new Set(files)] };
      if (specifier === "\\") return { outside: names[0]!.name };
      return project.ofPackage("php", specifier).length > 0 ? undefined : { outside: specifier };
    },
  };
}

function readPrefixes(file: string, text: string): Prefix[] {
  const folder = posix.dirname(file);
  const manifest = table(parse(text));
  return ["autoload", "autoload-dev"].flatMap((section) =>
    Object.entries(table(table(manifest[section])["psr-4"])).flatMap(([name, folders]) =>
      [folders]
        .flat()
        .filter((path) => typeof path === "string")
        .map((path) => ({ name, folder: posix.join(folder, path) })),
    ),
  );
}

const table = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Somebody is editing it.
    return undefined;
  }
}
