import { readConfigFileIfThere } from "../../config/config-file.ts";
import { fettleHome, projectFile } from "../../config/load.ts";
import { projectChecksFile } from "../../config/load-checks-file.ts";
import { trust } from "../../config/trust.ts";
import { exitCodes, FettleError } from "../../contract/error.ts";
import { defineSurface } from "../../contract/surface.ts";
import { escapeControls, escapeLine } from "../../lib/escape.ts";
import { projectPolicyFile } from "../../policy/load.ts";
import { namedFolder } from "../support/named-folder.ts";

export default defineSurface({
  name: "trust",
  summary: "Show a project's own settings, rules and checks and obey them from now on, until they change.",
  options: [{ flags: "--dir <folder>", describe: "workspace to trust" }],
  examples: [
    { command: "fettle trust", does: "trusts config.toml, policy.toml and checks.toml of .fettle/ of this folder as they are now" },
  ],
  async run({ options, io }) {
    const folder = namedFolder({ options, io });
    const files = [
      { file: projectFile(folder), kind: "The settings" },
      { file: projectPolicyFile(folder), kind: "The policy" },
      { file: projectChecksFile(folder), kind: "The checks" },
    ] as const;
    const found = files.flatMap(({ file, kind }) => {
      const content = readConfigFileIfThere(file, kind);
      return content === undefined ? [] : [{ file, content }];
    });
    if (found.length === 0)
      throw new FettleError("config.invalid", "This project has no settings, rules and checks of its own", {
        at: projectFile(folder),
        hint: "There is nothing to trust.",
      });
    for (const { file, content } of found) {
      io.stdout.write(`${escapeControls(content)}\n`);
      trust(fettleHome(io.env), file, content);
      io.stderr.write(`Trusted ${escapeLine(file)} with exactly this content.\n`);
    }
    return exitCodes.verified;
  },
});
