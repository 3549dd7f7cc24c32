import { posix } from "node:path";
import type { ProjectFiles, Resolver, Target } from "../../../language.ts";
import { nearest } from "../nearest.ts";

/** Folders that Ruby looks into for what is required, and Zeitwerk for constants. */
const loadFolder = /(?:^|\/)(?:lib|ext|spec|test|src|app\/[^/]+(?:\/concerns)?)$|^\.$/;
const autoloadFolder = /(?:^|\/)(?:lib|app\/[^/]+(?:\/concerns)?)$/;

export function rubyResolver(project: ProjectFiles): Resolver {
  /** Files of this path below a folder that is looked into. */
  const below = (path: string, folders: RegExp, from: string): string | undefined => {
    const fitting = project.named(posix.basename(path)).filter((file) => {
      if (file === from || (file !== path && !file.endsWith(`/${path}`))) return false;
      return folders.test(file === path ? "." : file.slice(0, -path.length - 1));
    });
    return nearest(fitting, from);
  };

  const required = (specifier: string, from: string): Target => {
    const path = /\.(?:rb|rake)$/.test(specifier) ? specifier : `${specifier}.rb`;
    if (path.startsWith(".")) {
      const beside = posix.join(posix.dirname(from), path);
      return project.has(beside) ? { files: [beside] } : undefined;
    }
    const found = below(path, loadFolder, from) ?? (project.has(path) ? path : undefined);
    return found === undefined ? { outside: specifier.split("/")[0]! } : { files: [found] };
  };

  /** Looked for as Ruby does: in the modules around it first, which are the folders around the file. */
  const constant = (specifier: string, from: string): Target => {
    const path = underscored(specifier);
    const folders = from.slice(0, -posix.extname(from).length).split("/");
    for (let length = folders.length; length > 0; length--) {
      const folder = folders.slice(0, length).join("/");
      const nested = `${folder}/${path}.rb`;
      if (project.has(nested) && nested !== from) return { files: [nested] };
      if (autoloadFolder.test(folder)) break;
    }
    const found = below(`${path}.rb`, autoloadFolder, from);
    if (found !== undefined) return { files: [found] };
    const outer = specifier.slice(0, Math.max(0, specifier.lastIndexOf("::")));
    return outer === "" ? { outside: specifier } : constant(outer, from);
  };

  return {
    resolve: ({ specifier, names }, from) => (names[0]?.name === "*" ? constant(specifier, from) : required(specifier, from)),
  };
}

/** `Acme::HTTPClient` is in `acme/http_client.rb`. */
const underscored = (path: string): string =>
  path
    .split("::")
    .map((name) =>
      name
        .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
        .replaceAll(/([a-z\d])([A-Z])/g, "$1_$2")
        .toLowerCase(),
    )
    .join("/");
