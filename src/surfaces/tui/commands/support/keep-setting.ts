import { fettleHome } from "../../../../config/load.ts";
import type { SettingKey } from "../../../../config/settings.ts";
import { type StorableValue, storeSetting, userSettingsFile } from "../../../../config/store-settings.ts";
import type { CommandContext } from "../../app/slash-command.ts";
import { lineOf } from "../../text/line.ts";
import { commandTexts } from "../../messages/commands.ts";

/** Asks whether a setting that holds now is to hold in the future as well, and writes it into the person's own settings. */
export async function askToKeep(context: CommandContext, key: SettingKey, value: StorableValue): Promise<void> {
  const texts = commandTexts[context.language];
  const home = fettleHome(context.io.env);
  const isKept = await context.choose(texts.keep, [
    { label: texts.onlyNow, value: false },
    { label: texts.forLater, detail: userSettingsFile(home), value: true },
  ]);
  if (isKept !== true) return;
  await storeSetting(home, key, value);
  context.say([lineOf(texts.kept(key, JSON.stringify(value)))]);
}
