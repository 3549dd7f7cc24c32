import type { Judge } from "../command.ts";

const alone =
  /^-(print0?|ls|empty|readable|writable|executable|prune|quit|depth|d|mount|xdev|daystart|follow|true|false|not|and|or|a|o|H|L|P|nogroup|nouser|noleaf|ignore_readdir_race|warn|nowarn)$/;
const valued =
  /^-(i?name|i?path|i?wholename|i?regex|i?lname|regextype|type|xtype|size|maxdepth|mindepth|[amc]time|[amc]min|newer|[ac]newer|newer[acmBt]{2}|user|group|uid|gid|perm|links|inum|samefile|used|printf|fstype|context)$/;

/** `find`, with tests and printing but without anything that runs, writes or removes. */
export const judgeFind: Judge = (args) => {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (/^-(exec|execdir|ok|okdir)$/.test(arg)) return "interpreter";
    if (!arg.startsWith("-") || alone.test(arg) || /^-O[0-3]$/.test(arg)) continue;
    if (!valued.test(arg)) return "argument";
    i++;
  }
  return undefined;
};
