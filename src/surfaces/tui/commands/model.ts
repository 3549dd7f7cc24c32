import { fettleHome, loadConfig } from "../../../config/load.ts";
import { exitCodes } from "../../../contract/error.ts";
import { openCredentials } from "../../../models/credentials.ts";
import { resolveModel } from "../../../models/resolve.ts";
import { type Choice, type CommandContext, defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";
import { changeSetting } from "./support/change-setting.ts";
import { askToKeep } from "./support/keep-setting.ts";
import { tell, toLines } from "./support/tell.ts";

export default defineSlashCommand({
  name: "model",
  summary: { en: "choose the model", de: "das Modell wählen" },
  argument: "[provider/model]",
  async run(context, argument) {
    const texts = commandTexts[context.language];
    const chosen = argument === "" ? await context.choose(texts.chooseModel, await choices(context)) : argument;
    if (chosen === undefined) return;
    if (chosen !== "none") await find(chosen, context);
    if (!(await changeSetting(context, { model: chosen }))) return;
    context.say([lineOf(texts.modelIs(chosen))]);
    await askToKeep(context, "model", chosen);
  },
});

/** Throws what a prompt would end with, before anything is changed. */
async function find(model: string, { io }: CommandContext): Promise<void> {
  const { named } = await loadConfig({ env: io.env, flags: {}, workspace: io.cwd });
  await resolveModel(model, { env: io.env, settings: named, keys: openCredentials({ env: io.env, home: fettleHome(io.env) }) });
}

/** What `fettle models --json` tells. */
interface Overview {
  providers: readonly { name: string; example: string; keyFrom: string | null }[];
  local: readonly { provider: string; models: readonly string[] }[];
}

/** What can be used now: no provider without its key. */
async function choices(context: CommandContext): Promise<Choice<string>[]> {
  const texts = commandTexts[context.language];
  const { exitCode, output } = await context.runSurface("models", ["--json"]);
  if (exitCode !== exitCodes.verified) {
    await tell(context, texts.chooseModel, toLines(output));
    return [];
  }
  const { providers, local } = JSON.parse(output) as Overview;
  const { named } = await loadConfig({ env: context.io.env, flags: {}, workspace: context.io.cwd });
  const withKey = providers.flatMap(({ name, example, keyFrom }) =>
    keyFrom === null
      ? []
      : [example, ...Object.keys(named.models).filter((model) => model.startsWith(`${name}/`) && model !== example)].map((model) => ({
          label: model,
          detail: texts.keyFrom(keyFrom),
          value: model,
        })),
  );
  const here = local.flatMap(({ provider, models }) =>
    models.map((model) => ({ label: `${provider}/${model}`, detail: texts.onThisMachine, value: `${provider}/${model}` })),
  );
  return [...withKey, ...here, { label: "none", detail: texts.noModel, value: "none" }];
}
