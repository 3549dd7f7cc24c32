import type { Programs } from "../command.ts";
import { isBelow, isInside } from "../paths.ts";
import { each, listed, reader, readerWith, writerWith } from "./judges.ts";

const mode = /^(?:[ugoa]*[-+=][rwxX]+(?:,[ugoa]*[-+=][rwxX]+)*|0?[0-7]{3})$/;
const copying = {
  short: "rRafpnvuTLiPH",
  long: ["recursive", "archive", "force", "no-clobber", "verbose", "update", "parents", "preserve=?"],
};
const archive = (name = "") => name !== "" && !name.includes(":");

/** Programs that look at, make, move and remove files. */
export default {
  ...each(
    "ls cat wc stat du df realpath readlink basename dirname cmp md5sum sha1sum sha256sum sha512sum cksum b2sum tac nl strings",
    reader,
  ),
  head: reader,
  tail: { judge: listed({ short: "n:c:qv0123456789", long: ["lines=", "bytes=", "quiet", "silent", "verbose"] }) },
  tree: readerWith({ short: "adfL:I:P:isphuDFCn", long: ["dirsfirst", "gitignore", "noreport", "prune", "filelimit=", "du"] }),
  file: readerWith({ short: "bikLNs", long: ["brief", "mime", "mime-type", "mime-encoding", "dereference"] }),
  diff: readerWith({
    short: "urNaqbwBiyEZU:sW:C:x:",
    long: [
      "unified=?",
      "recursive",
      "new-file",
      "brief",
      "color=?",
      "side-by-side",
      "ignore-all-space",
      "strip-trailing-cr",
      "exclude=",
      "stat",
    ],
  }),
  mkdir: writerWith({ short: "pvm:", long: ["parents", "verbose", "mode="] }, ({ values }) =>
    values("m", "mode").every((value) => mode.test(value)),
  ),
  touch: writerWith({ short: "acmd:t:", long: ["no-create", "date="] }),
  rmdir: writerWith({ short: "pv", long: ["parents", "verbose"] }),
  cp: { judge: listed(copying, ({ operands }) => operands.length > 1 && isInside(operands.at(-1) ?? "")) },
  mv: writerWith(
    { short: "fnvuTi", long: ["force", "no-clobber", "verbose", "update"] },
    ({ operands }) => operands.length > 1 && operands.slice(0, -1).every(isBelow),
  ),
  ln: writerWith({ short: "sfnvrT", long: ["symbolic", "force", "relative", "no-dereference"] }),
  rm: writerWith({ short: "fvrRdI", long: ["force", "recursive", "verbose", "dir"] }, ({ has, operands }) => {
    const recursive = has("r", "R", "recursive");
    return operands.every((path) => isBelow(path) && !(recursive && /[*?[]/.test(path)));
  }),
  // A mode such as -x looks like an option: it is not taken.
  chmod: {
    judge: listed(
      { short: "Rvcf", long: ["recursive", "verbose"] },
      ({ operands: [first = "", ...paths] }) => mode.test(first) && paths.length > 0 && paths.every(isInside),
    ),
  },
  truncate: writerWith({ short: "s:c", long: ["size="] }),
  tee: writerWith({ short: "ai", long: ["append"] }),
  tar: {
    judge: ([first = "", ...rest]) => {
      const short = "tcxzjJvpkf:C:";
      const long = [
        "exclude=",
        "strip-components=",
        "gzip",
        "list",
        "extract",
        "create",
        "verbose",
        "file=",
        "directory=",
        "wildcards",
        "no-same-owner",
      ];
      // The old style names its options without a dash, and the values behind them in their order.
      if (!/^(?:-.*|[a-eg-zABD-Z]*f?)$/s.test(first)) return "argument";
      const args = [first.startsWith("-") ? first : `-${first}`, ...rest];
      return listed({ short, long }, ({ has, values, operands }) => {
        const creates = has("c", "create");
        return (
          values("f", "file").every((name) => name === "-" || (archive(name) && (!creates || isInside(name)))) &&
          values("C", "directory").every(isInside) &&
          operands.every((path) => !path.startsWith("-"))
        );
      })(args);
    },
  },
  unzip: {
    judge: listed({ short: "lqotjnd:x:v", long: [] }, ({ values, operands }) => values("d").every(isInside) && operands.length > 0),
  },
  zip: writerWith({ short: "rqj9yx:", long: [] }),
  gzip: writerWith({ short: "dkcfvtl123456789", long: ["keep", "decompress", "stdout", "test", "list"] }),
  gunzip: writerWith({ short: "kcfvtl", long: ["keep", "stdout", "test"] }),
  zcat: reader,
} satisfies Programs;
