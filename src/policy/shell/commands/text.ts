import type { Judge, Programs } from "../command.ts";
import { judgeAwk } from "./awk.ts";
import { judgeFind } from "./find.ts";
import { each, listed, reader, readerWith } from "./judges.ts";
import { judgeSed } from "./sed.ts";

const ripgrep: Judge = (args) => (args.some((arg) => /^--(pre|hostname-bin)/.test(arg)) ? "interpreter" : undefined);
const awk = { judge: judgeAwk };

/** Programs that search and transform text. */
export default {
  ...each("grep egrep fgrep cut tr fold fmt column paste expand unexpand rev comm join jq od hexdump", reader),
  rg: { judge: ripgrep },
  fd: readerWith({
    short: "HIuaLpsg0e:t:E:d:",
    long: ["hidden", "no-ignore", "extension=", "type=", "exclude=", "max-depth=", "glob", "absolute-path"],
  }),
  find: { judge: judgeFind },
  sed: { judge: judgeSed },
  awk,
  gawk: awk,
  mawk: awk,
  sort: readerWith({
    short: "rnufhVbdk:t:zsgMi",
    long: ["reverse", "numeric-sort", "unique", "human-numeric-sort", "version-sort", "key=", "field-separator=", "ignore-case", "stable"],
  }),
  // A second operand is the file it writes.
  uniq: readerWith({ short: "cdiuf:s:w:", long: ["count", "repeated", "unique", "ignore-case"] }, 1),
  xxd: readerWith({ short: "pl:s:c:g:bu", long: [] }, 1),
  yq: {
    judge: listed(
      { short: "rePMjo:p:", long: ["raw-output", "output-format=", "prettyPrint", "exit-status"] },
      ({ operands }) => !/load|env/.test(operands.join(" ")),
    ),
  },
} satisfies Programs;
