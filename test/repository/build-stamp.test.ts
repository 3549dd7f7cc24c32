import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { hashSources, isBuilt, stampBuild, unstampBuild } from "../../scripts/build-stamp.ts";
import { createWorkspace } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";

const inputs = ["src/main.ts", "src/deep/a.ts", "scripts/build.ts", "scripts/take-builtins.ts", "package.json", "package-lock.json"];

verifies("repository.build-known", async () => {
  await using folder = await createWorkspace({ files: Object.fromEntries(inputs.map((file) => [file, "1"])) });
  const { root } = folder;
  const write = (file: string, content: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  };
  const seen: [string, boolean][] = [];
  const look = (what: string): number => seen.push([what, isBuilt(root)]);

  look("never built");
  stampBuild(root, hashSources(root));
  look("without dist");
  write("dist/main.js", "");
  look("built");
  for (const file of inputs) {
    write(file, "2");
    look(`another ${file}`);
    write(file, "1");
  }
  look("built again as it was");
  write("src/new.ts", "");
  look("a new file");
  stampBuild(root, hashSources(root));
  look("built with it");
  unstampBuild(root);
  look("while it is built");

  expect(seen.filter(([, built]) => built).map(([what]) => what)).toEqual(["built", "built again as it was", "built with it"]);
  expect(seen).toHaveLength(inputs.length + 7);
});
