import type { Judge, Programs } from "../command.ts";
import { isBelow, isInside } from "../paths.ts";
import type { Options } from "../options.ts";
import { each, listed, subcommands } from "./judges.ts";

/** Options of `diff`, `log` and `show` that neither run nor write: git takes abbreviations, so everything else is refused. */
const viewing: Options = {
  short: "pswbuU:MCS:G:n:L:1234567890zaciRE",
  long: `stat stat= name-only name-status cached staged oneline graph all decorate decorate= author= committer= since= until= after= before=
    grep= patch no-patch unified= ignore-all-space ignore-space-change ignore-blank-lines no-color color color= format= pretty pretty= follow no-merges
    merges first-parent abbrev-commit abbrev= date= numstat shortstat diff-filter= word-diff word-diff= find-renames no-ext-diff no-textconv reverse quiet
    exit-code check cc summary no-renames minimal no-prefix relative max-count= skip= not branches tags remotes topo-order date-order no-index raw
    left-right cherry-pick full-index binary merge-base pickaxe-regex pickaxe-all show-signature no-walk no-decorate histogram patience
    diff-algorithm= text function-context submodule= ignore-submodules inter-hunk-context= compact-summary dirstat parents children source full-history`
    .split(/\s+/)
    .filter((name) => name !== ""),
};
const none: Options = {};
const ref = /^(?!-)[\w./@^~{}+:-]+$/;
const remote = /^[\w][\w.-]*$/;
const refs = (operands: readonly string[]) => operands.every((operand) => ref.test(operand) && !operand.includes("::"));
const remoteAndRefs = (operands: readonly string[]) => operands.length === 0 || (remote.test(operands[0] ?? "") && refs(operands.slice(1)));

const view = listed(viewing);

/** Sub-commands that read, or that add to the repository what its own undo can take back. */
const commands: Readonly<Record<string, Judge>> = {
  ...each("log diff show whatchanged", view),
  status: listed(
    {
      short: "sbuvz",
      long: [
        "short",
        "branch",
        "porcelain=?",
        "untracked-files=?",
        "ignored=?",
        "long",
        "show-stash",
        "verbose",
        "no-renames",
        "ahead-behind",
      ],
    },
    () => true,
  ),
  ...each(
    "rev-parse",
    listed({
      short: "q",
      long: [
        "abbrev-ref",
        "show-toplevel",
        "verify",
        "short=?",
        "is-inside-work-tree",
        "git-dir",
        "show-prefix",
        "show-cdup",
        "symbolic-full-name",
        "quiet",
        "git-common-dir",
        "is-bare-repository",
        "absolute-git-dir",
        "all",
      ],
    }),
  ),
  "rev-list": listed({
    short: "n:1",
    long: [
      "count",
      "all",
      "max-count=",
      "left-right",
      "no-merges",
      "merges",
      "since=",
      "until=",
      "objects",
      "reverse",
      "first-parent",
      "parents",
      "max-parents=",
    ],
  }),
  "ls-files": listed({
    short: "cdmosuitvz",
    long: ["others", "exclude-standard", "modified", "deleted", "cached", "stage", "unmerged", "ignored", "error-unmatch", "full-name"],
  }),
  "ls-tree": listed({ short: "rdtlz", long: ["name-only", "name-status", "full-tree"] }),
  "cat-file": listed({ short: "ptse" }),
  blame: listed({ short: "L:weCMsl", long: ["date=", "porcelain", "line-porcelain", "show-email"] }),
  shortlog: listed({ short: "sne", long: ["summary", "numbered", "email", "all", "since=", "until="] }),
  describe: listed({ long: ["tags", "always", "all", "long", "abbrev=", "exact-match", "dirty=?", "match="] }),
  grep: listed({
    short: "nilcwEFPvhIqA:B:C:e:pW",
    long: [
      "line-number",
      "ignore-case",
      "files-with-matches",
      "count",
      "word-regexp",
      "cached",
      "untracked",
      "no-index",
      "heading",
      "break",
      "name-only",
      "and",
      "or",
      "all-match",
    ],
  }),
  "merge-base": listed({ long: ["is-ancestor", "fork-point", "all", "octopus"] }),
  "for-each-ref": listed({ long: ["format=", "sort=", "count=", "merged=?", "contains=?"] }),
  "show-ref": listed({ short: "sq", long: ["heads", "tags", "verify", "hash=?", "head"] }),
  "name-rev": listed({ long: ["name-only", "tags", "always"] }),
  "diff-tree": listed({ short: "rp", long: ["name-only", "name-status", "no-commit-id", "root", "stat"] }),
  "count-objects": listed({ short: "vH" }),
  "check-ignore": listed({ short: "vqn", long: ["verbose", "no-index", "quiet"] }),
  "symbolic-ref": listed({ short: "q", long: ["short"] }, ({ operands }) => operands.length === 1),
  reflog: (args) => (/^(?!expire|delete|exists)/.test(args[0] ?? "") ? view(args[0] === "show" ? args.slice(1) : args) : "argument"),
  version: () => undefined,
  add: listed({ short: "AuNfvn", long: ["all", "update", "dry-run", "intent-to-add", "force", "verbose"] }),
  commit: listed({
    short: "am:F:qsv",
    long: ["message=", "all", "amend", "no-edit", "allow-empty", "file=", "quiet", "signoff", "dry-run", "author=", "date="],
  }),
  branch: listed(
    {
      short: "arvlqd",
      long: [
        "list",
        "show-current",
        "contains=?",
        "no-contains=?",
        "merged=?",
        "no-merged=?",
        "all",
        "remotes",
        "verbose",
        "sort=",
        "format=",
        "delete",
      ],
    },
    ({ operands }) => refs(operands),
  ),
  tag: listed({ short: "lan:m:", long: ["list", "sort=", "contains=?", "points-at=", "annotate", "message=", "merged=?"] }),
  switch: listed({ short: "cq", long: ["create", "quiet", "detach"] }, ({ operands }) => refs(operands)),
  // What is not plainly a branch may be a path, whose changes would be lost.
  checkout: (args) => {
    const [first = "", ...rest] = args.filter((arg) => arg !== "-q" && arg !== "--quiet");
    if (first === "-b") return rest.length > 0 && rest.length < 3 && refs(rest) ? undefined : "argument";
    return rest.length === 0 && /^(main|master|develop|dev|trunk|-|[0-9a-f]{7,40}|HEAD~\d+)$/.test(first) ? undefined : "argument";
  },
  restore: listed({ short: "S", long: ["staged"] }, ({ has }) => has("S", "staged")),
  reset: listed({ short: "q", long: ["soft", "mixed", "quiet"] }, ({ operands }) => operands.every((operand) => !operand.startsWith(":"))),
  stash: (args) => {
    const [name = "push", ...rest] = args[0]?.startsWith("-") ? ["push", ...args] : args;
    if (name === "list" || name === "show") return view(rest);
    if (/^(push|save)$/.test(name))
      return listed({ short: "um:kqS", long: ["include-untracked", "message=", "keep-index", "quiet", "staged"] })(rest);
    return /^(pop|apply)$/.test(name) ? listed({ short: "q", long: ["index", "quiet"] })(rest) : "argument";
  },
  fetch: listed({ short: "pqtv", long: ["all", "prune", "tags", "depth=", "quiet", "unshallow", "dry-run", "no-tags"] }, ({ operands }) =>
    remoteAndRefs(operands),
  ),
  pull: listed({ short: "q", long: ["rebase", "no-rebase", "ff-only", "quiet", "prune", "autostash", "tags"] }, ({ operands }) =>
    remoteAndRefs(operands),
  ),
  merge: listed(
    { short: "m:q", long: ["no-ff", "ff-only", "ff", "no-edit", "abort", "no-commit", "squash", "quiet", "message="] },
    ({ operands }) => refs(operands),
  ),
  rebase: listed({ short: "q", long: ["abort", "quiet", "autostash", "onto="] }, ({ operands }) => refs(operands)),
  "cherry-pick": listed({ short: "xn", long: ["abort", "no-commit"] }, ({ operands }) => refs(operands)),
  revert: listed({ short: "n", long: ["no-edit", "no-commit", "abort"] }, ({ operands }) => refs(operands)),
  rm: listed(
    { short: "rfqn", long: ["cached", "quiet", "dry-run", "force"] },
    ({ has, operands }) => has("cached") || (!has("r") && operands.every(isBelow)),
  ),
  mv: listed({ short: "vkn" }, ({ operands }) => operands.every(isBelow)),
  init: listed({ short: "qb:", long: ["quiet", "initial-branch="] }, ({ operands }) => operands.every(isInside)),
  apply: listed({ short: "p:v3R", long: ["check", "stat", "cached", "index", "3way", "reverse", "verbose", "whitespace=", "numstat"] }),
  config: (args) =>
    /^(--list|-l|list)$/.test(args[0] ?? "") && args.length === 1
      ? undefined
      : listed({ long: ["get", "get-all", "global", "local", "show-origin", "get-regexp"] }, ({ operands }) => operands.length === 1)(args),
  remote: (args) => {
    if (args.every((arg) => /^(-v|--verbose)$/.test(arg))) return undefined;
    return args[0] === "get-url" && args.length === 2 && remote.test(args[1] ?? "") ? undefined : "argument";
  },
  worktree: subcommands({ list: listed({ short: "v", long: ["porcelain"] }) }),
  submodule: subcommands({ status: listed(none), summary: listed(none) }),
  "merge-tree": listed({ long: ["write-tree", "name-only", "messages"] }),
};

const judge = subcommands(commands);

/** `git`, with the few of its own options that change neither what it runs nor where. */
export default {
  git: {
    judge: (args) => {
      let i = 0;
      for (; i < args.length; i++) {
        const arg = args[i] ?? "";
        if (arg === "-C") {
          if (!isInside(args[++i] ?? "")) return "argument";
        } else if (!/^(--no-pager|--no-optional-locks|--literal-pathspecs|-P)$/.test(arg)) break;
      }
      if (args.length === 1 && /^(--version|-v)$/.test(args[0] ?? "")) return undefined;
      return judge(args.slice(i));
    },
  },
} satisfies Programs;
