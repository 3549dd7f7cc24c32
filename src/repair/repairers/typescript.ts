import { defineRepairer } from "../../contract/repairer.ts";
import { loadCompiler } from "../typescript/compiler.ts";
import { findConfigs, parseConfigs } from "../typescript/configs.ts";
import { mend } from "../typescript/mend.ts";
import { toRepair } from "../typescript/report.ts";
import { openWorkbench } from "../typescript/workbench.ts";

/** Folders that are looked into before a model's first request, in a repository of any size. */
const GLANCE_FOLDERS = 12;

export default defineRepairer({
  name: "typescript",
  mends: ["types", "build", "tests"],
  looksAt: "project",
  applies: async (files) => (await findConfigs(files, GLANCE_FOLDERS)).length > 0,
  async repair({ workspace, files, signal, onProgress }) {
    const compiler = await loadCompiler();
    if (compiler === undefined) {
      onProgress("TypeScript's own fixes need the package @typescript/typescript6, which is not installed");
      return undefined;
    }
    signal.throwIfAborted();
    const paths = await findConfigs(files);
    const configs = parseConfigs(
      compiler,
      paths.map((path) => `${workspace}/${path}`),
    );
    const bench = openWorkbench({ compiler, workspace, configs, signal });
    return toRepair(bench, await mend(bench, onProgress));
  },
});
