import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fc } from "../../properties.ts";
import { join } from "node:path";
import { expect } from "vitest";
import { parseGitConfig } from "../../../src/sandbox/gate/git-config-syntax.ts";
import { verifies } from "../../verifies.ts";
import { openDraft } from "./draft.ts";

const start = "[core]\n\trepositoryformatversion = 0\n\tbare = false\n";
const owned = "touch /tmp/owned";

/** What is held, and beside it the same with an innocent value or key: that passes. */
const settings: readonly [held: string, passes: string][] = [
  [`[core]\n\tfsmonitor = ${owned}`, "[core]\n\tfsmonitor = false"],
  [`[core] fsmonitor = ${owned}`, "[core] fsmonitorHookVersion = 2"],
  ["[CORE]\n\tHOOKSPATH = /tmp/hooks", "[core]\n\thooks = /tmp/hooks"],
  [`[core]\n\tsshCommand = ${owned}`, "[core]\n\tautocrlf = input"],
  [`[core]\n\tpager = ${owned}`, "[color]\n\tui = auto"],
  [`[core]\n\teditor = ${owned}`, "[core]\n\tcommentChar = ;"],
  [`[core]\n\tgitProxy = ${owned}`, "[core]\n\tbigFileThreshold = 1m"],
  ["[core]\n\tworktree = /home", "[core]\n\tworktree = ../sub"],
  [`[filter "x"]\n\tclean = ${owned}`, '[filter "x"]\n\trequired = true'],
  [`[filter "a\\"b]"]\n\tsmudge = ${owned}`, '[filter "a\\"b]"]\n\trequired'],
  [`[filter "x"]\n\tprocess = ${owned}`, '[branch "x"]\n\tprocess = y'],
  [`[diff]\n\texternal = ${owned}`, "[diff]\n\tcolorMoved = zebra"],
  [`[diff "x"]\n\tcommand = ${owned}`, '[diff "x"]\n\txfuncname = "^x"'],
  [`[diff.x]\n\ttextconv = ${owned}`, '[diff "x"]\n\tbinary = true'],
  [`[merge "x"]\n\tdriver = ${owned}`, '[merge "x"]\n\tname = y'],
  [`[alias]\n\tst = !${owned}`, "[alias]\n\tst = status -sb"],
  [`[alias]\n\tst = "!${owned}"`, "[alias]\n\tlg = log --graph --format='%h %s'"],
  [`[alias]\n\tst = -c core.pager=x log`, "[alias]\n\tlast = log -1 HEAD"],
  [`[alias]\n\tr = rebase --e"xec" x`, "[alias]\n\tr = rebase --autosquash"],
  ["[include]\n\tpath = ../x", "[included]\n\tpaths = ../x"],
  ['[includeIf "gitdir:~/x"]\n\tpath = ../x', '[gc "x"]\n\tauto = 0'],
  [`[credential]\n\thelper = ${owned}`, "[credential]\n\thelper ="],
  ['[credential "https://example.com"]\n\thelper = store', '[credential "https://example.com"]\n\tusername = me'],
  [`[gpg]\n\tprogram = ${owned}`, "[commit]\n\tgpgSign = true"],
  [`[gpg "ssh"]\n\tprogram = ${owned}`, "[gpg]\n\tformat = ssh"],
  [`[remote "o"]\n\tuploadpack = ${owned}`, '[remote "o"]\n\turl = https://example.com/a.git'],
  [`[remote "o"]\n\treceivepack = ${owned}`, '[remote "o"]\n\tfetch = +refs/heads/*:refs/remotes/o/*'],
  ['[remote "o"]\n\tvcs = hg', '[remote "o"]\n\tpushurl = git@example.com:a.git'],
  [`[remote "o"]\n\turl = ext::sh -c ${owned}`, '[remote "o"]\n\turl = ssh://git@example.com:22/a.git'],
  ["[protocol]\n\tallow = always", "[protocol]\n\tallow = never"],
  ['[protocol "ext"]\n\tallow = always', '[branch "main"]\n\tremote = o\n\tmerge = refs/heads/main'],
  [`[sequence]\n\teditor = ${owned}`, "[rebase]\n\tautoStash = true"],
  [`[pager]\n\tlog = ${owned}`, "[pager]\n\tlog = false"],
  [`[submodule "x"]\n\tupdate = !${owned}`, '[submodule "x"]\n\tupdate = rebase'],
  [`[hook "x"]\n\tcommand = ${owned}`, "[user]\n\tname = Somebody\n\temail = somebody@example.com"],
  [`[some "later"]\n\tnewHelper = ${owned}`, "[extensions]\n\tworktreeConfig = true"],
  [`[core]\n\tpag\\\ner = ${owned}`, `[core]\n\tx = a \\\n\tpager = ${owned}`],
  [`[core]\n\tx = "a" # \\\n\tpager = ${owned}`, `[core]\n\tx = "a # \\\n\tpager = ${owned}"`],
];

for (const [held, passes] of settings) {
  verifies("gate.git-config", `B34: ${JSON.stringify(held)}`, async () => {
    using draft = openDraft({ "sub/x": "", ".git/HEAD": "ref: refs/heads/main\n", ".git/config": start });
    expect([
      await draft.judge({ ".git/config": `${start}${held}\n` }),
      await draft.judge({ ".git/config": `${start}${passes}\n` }),
      await draft.judge({ ".git/config.worktree": `${held}\n`, "config.worktree": `${held}\n`, "sub/config": `${held}\n` }),
      await draft.judge({ "node_modules/x/.git/config": `${held}\n` }),
    ]).toEqual([
      { ".git/config": "git-config" },
      {},
      { ".git/config.worktree": "git-config" },
      { "node_modules/x/.git/config": "git-config" },
    ]);
  });
}

verifies("gate.git-config", "what is there already may stay, be taken away or be moved, but not altered", async () => {
  const texts = { ".git/HEAD": "ref: refs/heads/main\n", ".git/config": `${start}[core]\n\tpager = less\n` };
  using draft = openDraft(texts);
  expect([
    await draft.judge({ ".git/config": `[core]\n\tPager="less" # mine\n${start}[user]\n\tname = Me\n` }),
    await draft.judge({ ".git/config": start }),
    await draft.judge({ ".git/config": null }),
    await draft.judge({ ".git/config": `${start}[core]\n\tpager = less x\n` }),
    await draft.judge({ ".git/config": `${start}[core]\n\tpager = less\n\tpager = more\n` }),
  ]).toEqual([{}, {}, {}, { ".git/config": "git-config" }, { ".git/config": "git-config" }]);
});

verifies("gate.git-config", "attributes, a stopped rebase and submodules", async () => {
  using draft = openDraft({ ".git/HEAD": "ref: refs/heads/main\n" });
  expect(
    await draft.judge({
      ".git/info/attributes": "*.txt filter=x\n",
      ".git/rebase-merge/git-rebase-todo": `pick abc\nexec ${owned}\n`,
      ".gitmodules": `[submodule "x"]\n\tpath = x\n\turl = ext::sh\n`,
      "rebase-merge/git-rebase-todo": `exec ${owned}\n`,
      "info/attributes": "*.txt filter=x\n",
      ".gitattributes": "*.txt filter=lfs\n",
    }),
  ).toEqual({ ".git/info/attributes": "git-config", ".git/rebase-merge/git-rebase-todo": "git-config", ".gitmodules": "git-config" });
  expect(
    await draft.judge({
      ".git/info/attributes": "*.bin filter=lfs diff=lfs merge=lfs -text\n",
      ".git/rebase-merge/git-rebase-todo": "pick abc exec x\n",
      ".gitmodules": `[submodule "x"]\n\tpath = x\n\turl = ../x.git\n`,
    }),
  ).toEqual({});
});

verifies("gate.git-config", "a link, and what git cannot read", async () => {
  using draft = openDraft({ ".git/HEAD": "ref: refs/heads/main\n", plain: start });
  expect([await draft.judge("ln -s ../plain .git/config"), await draft.judge({ ".git/config": "[core\n" })]).toEqual([
    { ".git/config": "git-config" },
    { ".git/config": "git-config" },
  ]);
});

/** What git itself reads: `section.sub.name`, then a value when it has one. Undefined when it refuses. */
function readByGit(file: string): string[] | undefined {
  try {
    const output = execFileSync("git", ["config", "--file", file, "--no-includes", "--list", "--null"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    return output
      .toString()
      .split("\0")
      .filter((line) => line !== "");
  } catch {
    return undefined;
  }
}

function readByGate(text: string): string[] | undefined {
  return parseGitConfig(text)?.map(({ section, subsection, name, value }) =>
    [`${section}.${subsection === null ? "" : `${subsection}.`}${name}`, ...(value === null ? [] : [value])].join("\n"),
  );
}

verifies("gate.git-config-syntax", async () => {
  using draft = openDraft();
  const file = join(draft.root, "config");
  const header = fc.constantFrom("[a]", '[a "b"]', '[a "B\\"\\\\"]', "[A.b]", "[a-1]", '[a\t"b"]', '[a "b\\c"]x', "[b] y = 1", "[a");
  const piece = fc.constantFrom(
    "v",
    "w",
    " ",
    "  ",
    "\t",
    '"',
    '""',
    "\\\\",
    "\\n",
    "\\t",
    "\\\n",
    "\\",
    "#",
    ";",
    '"#"',
    "]",
    "=",
    "1",
    "\v",
    "\r",
  );
  const line = fc.tuple(
    fc.constantFrom("x", "Y-1", "\tz", "1"),
    fc.constantFrom("=", " = ", "\t=", "", " "),
    fc.array(piece, { maxLength: 6 }),
  );
  const lines = fc.array(
    fc.oneof(
      header,
      line.map(([name, sign, parts]) => name + sign + parts.join("")),
      piece,
    ),
    { maxLength: 5 },
  );
  const config = fc.tuple(lines, fc.constantFrom("\n", "\r\n")).map(([parts, end]) => ["[s]", ...parts].join(end));
  let read = 0;
  fc.assert(
    fc.property(config, (text) => {
      writeFileSync(file, text);
      const expected = readByGit(file);
      if (expected !== undefined && expected.length > 0) read++;
      // How much blank space between words stays depends on git's version.
      const loose = (lines: string[] | undefined) => lines?.map((line) => line.replace(/[ \t\r]+/g, " ").replace(/ $/, ""));
      expect(loose(readByGate(text))).toEqual(loose(expected));
    }),
    { numRuns: 600 },
  );
  expect(read).toBeGreaterThan(50);
});
