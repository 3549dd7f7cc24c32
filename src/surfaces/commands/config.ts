import { loadConfig } from "../../config/load.ts";
import { settings, type SettingKey } from "../../config/settings.ts";
import { exitCodes } from "../../contract/error.ts";
import { defineSurface } from "../../contract/surface.ts";
import { escapeLine } from "../../lib/escape.ts";
import { namedFolder } from "../support/named-folder.ts";
import { styleFor } from "../support/style.ts";

export default defineSurface({
  name: "config",
  summary: "Show every setting, its value and where it came from.",
  options: [
    { flags: "--dir <folder>", describe: "workspace whose settings are read" },
    { flags: "--json", describe: "one JSON object" },
  ],
  examples: [
    { command: "fettle config", does: "shows what holds in this folder" },
    { command: "FETTLE_MAX_STEPS=20 fettle config --json", does: "shows it for a script" },
  ],
  async run({ options, io }) {
    const config = await loadConfig({ env: io.env, flags: {}, workspace: namedFolder({ options, io }) });
    const keys = Object.keys(settings) as SettingKey[];
    if (options["json"] === true) {
      const shown = Object.fromEntries(
        keys.map((key) => [key, { value: config.settings[key], from: config.origins[key], describe: settings[key].describe }]),
      );
      io.stdout.write(`${JSON.stringify({ settings: shown, ...config.named, notices: config.notices }, null, 2)}\n`);
      return exitCodes.verified;
    }
    const style = styleFor(io.stdout, io.env);
    const rows = keys.map((key) => [key, escapeLine(JSON.stringify(config.settings[key])), escapeLine(config.origins[key])] as const);
    const [keyWidth, valueWidth] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
    for (const [key, value, from] of rows) io.stdout.write(`${key.padEnd(keyWidth!)}  ${value.padEnd(valueWidth!)}  ${style.dim(from)}\n`);
    for (const [table, named] of Object.entries(config.named))
      for (const [name, fields] of Object.entries(named as Record<string, object>))
        for (const [key, value] of Object.entries(fields))
          io.stdout.write(`${escapeLine(`${table}.${name}.${key}  ${JSON.stringify(value)}`)}\n`);
    for (const notice of config.notices) io.stderr.write(`note: ${escapeLine(notice)}\n`);
    return exitCodes.verified;
  },
});
