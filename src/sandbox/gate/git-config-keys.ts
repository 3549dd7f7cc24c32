import type { GitSetting } from "./git-config-syntax.ts";
import { words } from "./words.ts";

/** Settings, without their subsection, whose value git runs, reads as further settings or reads hooks from. */
const executing: ReadonlySet<string> = new Set(
  words(
    "core.hookspath core.sshcommand core.pager core.editor core.askpass core.gitproxy core.alternaterefscommand",
    "sequence.editor interactive.difffilter init.templatedir include.path includeif.path hook.command",
    "diff.external diff.command diff.textconv filter.clean filter.smudge filter.process merge.driver",
    "mergetool.cmd mergetool.path difftool.cmd difftool.path guitool.cmd browser.cmd browser.path man.cmd man.path",
    "gpg.program gpg.defaultkeycommand credential.helper remote.vcs remote.uploadpack remote.receivepack",
    "uploadpack.packobjectshook trailer.command trailer.cmd tar.command imap.tunnel instaweb.httpd instaweb.browser",
    "sendemail.smtpserver sendemail.sendmailcmd sendemail.tocmd sendemail.cccmd sendemail.headercmd",
    "lfs.path lfs.args lfs.clean lfs.smudge lfs.standalonetransferagent",
  ),
);

/** Settings to come that are named as the present ones are. */
const commandName = /(?:cmd|command|program|helper|askpass|editor|driver|textconv|hookspath)$/;
const boolean = /^(?:true|false|yes|no|on|off|\d+)?$/i;
/** Words by which a git command in an alias runs another program; git takes long ones by their beginning too. */
const aliasCommand = /^\s*[!-]|(?:^|\s)(?:-c|-x|-O|--(?:ex|conf|up|rece|op|too|textc)\S*|foreach|run)(?=\s|=|$)/;
/** A transport by name runs `git-remote-NAME`; a leading hyphen has been read as an option. */
const commandUrl = /^(?:-|[\w+.-]+::)/;

/** Settings that are judged by their value. */
const byValue: Readonly<Record<string, (value: string) => boolean>> = {
  "core.fsmonitor": (value) => !boolean.test(value),
  "protocol.allow": (value) => value.toLowerCase() !== "never",
  "submodule.update": (value) => value.trimStart().startsWith("!"),
  "remote.url": (value) => commandUrl.test(value),
  "remote.pushurl": (value) => commandUrl.test(value),
  "submodule.url": (value) => commandUrl.test(value),
  "submodule.path": (value) => value.startsWith("-"),
  "svn-remote.url": (value) => commandUrl.test(value),
};

/** Whether git would run something, or obey another file, because of this setting. */
export function executes({ section, name, value }: GitSetting): boolean {
  const given = value ?? "true";
  if (given === "") return false;
  if (section === "alias") return aliasCommand.test(given.replace(/["'\\]/g, ""));
  if (section === "pager") return !boolean.test(given);
  const key = `${section}.${name}`;
  return byValue[key]?.(given) ?? (executing.has(key) || commandName.test(name));
}

export function settingName({ section, subsection, name }: GitSetting): string {
  return subsection === null ? `${section}.${name}` : `${section}.${subsection}.${name}`;
}
