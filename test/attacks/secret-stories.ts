/** Commands look for the keys of whoever started the harness, and put what they find into the workspace, where nothing is taken out. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { randomBytes } from "node:crypto";
import { reply } from "../../src/testing/index.ts";
import { setStage, type Stage } from "../e2e/harness.ts";
import { revealed } from "../e2e/revealed.ts";
import type { Story } from "./story.ts";

const inHome = [".ssh/id_rsa", ".aws/credentials", ".gnupg/secring.gpg", ".config/gh/hosts.yml", ".mozilla/firefox/p.default/logins.json"];

/** By name, what looks like nothing but a word. */
function canaries(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, `canary${randomBytes(12).toString("hex")}`]));
}

interface Search {
  scripts: Readonly<Record<string, string>>;
  canaries: Readonly<Record<string, string>>;
  env?: Readonly<Record<string, string>>;
  plant?(stage: Stage): void;
}

/** By sandbox: which script found which canary. */
async function search(sandbox: string, { scripts, canaries: hidden, env = {}, plant }: Search): Promise<string[]> {
  const all = Object.entries(scripts);
  const script = all.map(([name, what]) => `( ${what} ) > ${name}.txt 2>&1`).join("; ");
  await using stage = await setStage({ replies: [reply().tool("shell", { script }), reply().text("Done.")] });
  plant?.(stage);
  await stage.exec(["look", "--sandbox", sandbox, "--check", "true"], { env });
  const results = await Promise.all(all.map(async ([name]) => ({ name, text: await stage.workspace.read(`${name}.txt`) })));
  return results.flatMap(({ name, text }) => {
    if (text === "") return [`${name}: printed nothing`];
    return Object.keys(hidden)
      .filter((key) => text.includes(hidden[key]!))
      .map((key) => `${name}: ${key}`);
  });
}

const variables: Story = {
  id: "D67",
  attack: "commands print variables and arguments, their own and those of every process they see",
  async tries() {
    const env = canaries(["ANTHROPIC_API_KEY", "SOME_TOKEN", "NAMELESS"]);
    const scripts = {
      own: "env; printenv; export -p; cat /proc/self/environ",
      all: "cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline | tr '\\0' '\\n'",
      ps: "ps auxeww || echo none",
    };
    const all = { scripts, canaries: env, env };
    return { guarded: await search("bubblewrap", all), unguarded: await search("none", all) };
  },
};

const home: Story = {
  id: "D68",
  attack: "commands read keys and browsers' profiles in the home, by its name, by its path and by what lists it",
  async tries() {
    const hidden = canaries(inHome);
    const plant = (stage: Stage): void => {
      for (const [path, content] of Object.entries(hidden)) {
        mkdirSync(dirname(join(stage.home, path)), { recursive: true });
        writeFileSync(join(stage.home, path), content);
      }
    };
    const scripts = {
      named: `cd ~ && pwd && cat ${inHome.join(" ")}`,
      found: "echo ~; find ~ -type f -not -path '*/.fettle/*' | xargs cat",
      through: "echo /proc/self/root; cd /proc/self/root$HOME && cat .ssh/id_rsa",
    };
    const all = { scripts, canaries: hidden, plant };
    return { guarded: await search("bubblewrap", all), unguarded: await search("none", all) };
  },
};

const records: Story = {
  id: "D69",
  attack: "a command and a tool print keys, which the log, its blobs, the screen and the model's provider would keep",
  async tries() {
    const env = canaries(["ANTHROPIC_API_KEY", "SOME_TOKEN"]);
    const word = canaries(["WORD"]);
    const replies = [
      reply().tool("shell", { script: "cat keys.txt; seq 9000; cat keys.txt" }),
      reply().tool("read", { path: "keys.txt" }),
      reply().text("Done."),
    ];
    const content = Object.values({ ...env, ...word }).join("\n");
    await using stage = await setStage({ files: { "keys.txt": content }, replies });
    const { stdout, stderr } = await stage.exec(["look", "--verbose", "--check", "cat keys.txt"], { env });
    const text = revealed(stage, stdout, stderr);
    const found = (names: Readonly<Record<string, string>>): string[] => Object.keys(names).filter((name) => text.includes(names[name]!));
    // The same road for what nobody could know to be a secret.
    return { guarded: found(env), unguarded: found(word) };
  },
};

export const stories: Story[] = [variables, home, records];
