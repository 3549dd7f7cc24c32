import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { expect } from "vitest";
import { reply, type Reply } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, resultTexts, setStage, type Stage, type StageOptions } from "./harness.ts";

/** What looks like nothing but a word of letters and digits, so that only the one guard that is meant can find it. */
const canary = (name: string): string => `${name}${randomBytes(12).toString("hex")}`;

const inHome = [".ssh/id_rsa", ".aws/credentials", ".gnupg/secring.gpg", ".config/gh/hosts.yml", ".mozilla/firefox/p.default/logins.json"];

interface Canaries {
  /** In variables of the harness. */
  env: Record<string, string>;
  /** In files of the home. */
  home: Record<string, string>;
  /** In a file of the workspace, known by its shape. */
  shaped: string;
}

function plant(stage: Stage): Canaries {
  const env = { ANTHROPIC_API_KEY: canary("providerkey"), SOME_TOKEN: canary("variable"), NAMELESS: canary("named") };
  const home = Object.fromEntries(inHome.map((path) => [path, canary("home")]));
  for (const [path, content] of Object.entries(home)) {
    mkdirSync(dirname(join(stage.home, path)), { recursive: true });
    writeFileSync(join(stage.home, path), `${content}\n`);
  }
  return { env, home, shaped: ["ghp_", randomBytes(18).toString("hex")].join("") };
}

/** Everything of a run that is kept, sent or shown, with blobs unpacked. */
function revealed({ model, home }: Stage, ...shown: string[]): string {
  const state = join(home, ".fettle");
  const kept = readdirSync(state, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".key") && entry.name !== "reserve" && entry.name !== "credentials.json")
    .map((entry) => {
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      return (entry.name.endsWith(".zst") ? zstdDecompressSync(bytes) : bytes).toString("utf8");
    });
  return [...model.seen.map(({ body }) => JSON.stringify(body)), ...kept, ...shown].join("\n");
}

const found = (text: string, canaries: readonly string[]) => canaries.filter((value) => text.includes(value));

/** The commands run one after the other; then the model is done. */
function commands(...scripts: string[]): Reply[] {
  return [...scripts.map((script) => reply().tool("shell", { script })), reply().text("Done.")];
}

async function withStage(options: StageOptions, use: (stage: Stage, canaries: Canaries) => Promise<void>): Promise<void> {
  await using stage = await setStage(options);
  await use(stage, plant(stage));
}

verifies("secrets.unseen-processes", "case D67", async () => {
  const replies = commands("env; printenv", "cat /proc/*/environ /proc/*/cmdline | tr '\\0' '\\n'", "ps auxeww || true; echo listed");
  await withStage({ replies }, async (stage, { env }) => {
    const { stdout, stderr, events } = await stage.exec(["look", "--verbose"], { env });
    expect({
      found: found(revealed(stage, stdout, stderr), Object.values(env)),
      // The commands did print an environment, in which there was none to be replaced.
      ran: resultTexts(events).map((text) => text.includes("PATH=") || text.includes("listed")),
      marks: /\[redacted:(?:provider-key|some-token)/.test(resultTexts(events).join("\n")),
      // Outside, where nothing is taken out, a process does see them.
      control: (await stage.inShell("env", [], { env })).stdout.includes(env["SOME_TOKEN"]!),
    }).toEqual({ found: [], ran: [true, true, true], marks: false, control: true });
  });
});

verifies("secrets.unseen-home", "case D68", async () => {
  const script = inHome.map((path) => `cat "$HOME/${path}"`).join("; ");
  await withStage({ replies: commands(`${script}; ls -A "$HOME"; true`) }, async (stage, { env, home }) => {
    const { stdout, stderr, events } = await stage.exec(["look", "--verbose"], { env });
    const outside = await stage.inShell(script, [], { env });
    expect({
      found: found(revealed(stage, stdout, stderr), Object.values(home)),
      missing: resultTexts(events)[0]!.match(/No such file/g)?.length,
      control: found(outside.stdout, Object.values(home)).length,
    }).toEqual({ found: [], missing: inHome.length, control: inHome.length });
  });
});

for (const mode of ["--verbose", "--json"]) {
  verifies("secrets.unseen", `case D69, ${mode}`, async () => {
    const files = "one, two, secret.txt";
    const replies = [
      ...[
        "cat secret.txt",
        "head -c 20 secret.txt; sleep 0.2; tail -c +21 secret.txt",
        "base64 secret.txt; xxd -p secret.txt || od -An -tx1 other.txt",
        "echo $NAMELESS; seq 9000; echo $NAMELESS",
      ].map((script) => reply().tool("shell", { script })),
      reply().tool("read", { path: "secret.txt" }),
      reply().tool("grep", { pattern: "word", path: "." }),
      reply().text("Done."),
    ];
    await withStage({ replies, files: { "list.txt": files, "other.txt": "nothing" } }, async (stage, { env, shaped }) => {
      const all = [...Object.values(env), shaped];
      await stage.workspace.write(
        "secret.txt",
        `word ${env["SOME_TOKEN"]}\n${env["ANTHROPIC_API_KEY"]} ${shaped}\nDB_PASSWORD=${env["NAMELESS"]}\n`,
      );
      const settings = { FETTLE_ENV_SECRET: "NAMELESS", FETTLE_ENV_PASS: "NAMELESS" };

      const { stdout, stderr, events } = await stage.exec(
        [`use ${shaped} and ${env["SOME_TOKEN"]}`, mode, "--check", `cat secret.txt; echo ${env["SOME_TOKEN"]}`],
        {
          env: { ...env, ...settings },
        },
      );

      const text = revealed(stage, stdout, stderr);
      expect({
        found: found(text, all),
        encoded: found(
          text,
          all.map((value) => Buffer.from(`word ${value}`).toString("base64").slice(8, 30)),
        ),
        kinds: [...new Set(text.match(/\[redacted:[a-z-]+/g))].sort(),
        blobs: eventsOf(events, "item.completed").filter(({ full }) => full !== undefined).length,
        control: found(await stage.workspace.read("secret.txt"), all).length,
      }).toEqual({
        found: [],
        encoded: [],
        kinds: ["[redacted:github-token", "[redacted:nameless", "[redacted:provider-key", "[redacted:some-token"],
        blobs: 1,
        control: 4,
      });
      const replayed = await stage.fettle(["replay", events[0]!.thread], { env: { ...env, ...settings } });
      expect({ code: replayed.code, found: found(replayed.stdout + replayed.stderr, all) }).toEqual({ code: 0, found: [] });
    });
  });
}
