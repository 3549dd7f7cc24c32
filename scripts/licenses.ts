import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const packageFolder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

/** The licenses of the packages that went into a bundle, from the paths of its inputs relative to `root`; their terms ask for it. */
export function licenses(root: string, inputs: readonly string[]): string {
  const folders = new Set(inputs.map((input) => packageFolder.exec(input)?.[0]).filter((folder) => folder !== undefined));
  return [...folders]
    .sort()
    .map((folder) => license(join(root, folder)))
    .join("\n");
}

function license(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, string>;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? "" : `\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  return `${name} ${version} (${license})\n${text}`;
}
