import { hash, randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import type { Event } from "../../src/contract/event.ts";
import { reply, type Reply, type SeenRequest } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, resultTexts, setStage, type Stage, type StageOptions } from "./harness.ts";
import { revealed } from "./revealed.ts";

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

verifies("secrets.unseen-processes", "looked at from outside, while a job runs", async () => {
  const replies = [
    reply().tool("shell", { script: "echo up; sleep 86417; true", background: true }),
    reply().when((request) =>
      reply().tool("job", { action: "wait", id: /Started job ([\w-]+)/.exec(JSON.stringify(request.body))![1]!, pattern: "up" }),
    ),
    reply().gate("looked").text("Done."),
  ];
  await withStage({ replies }, async (stage, { env }) => {
    await using program = stage.startExec(["look", "--json", "--check", "true"], { env });
    await program.until((event: Event) => event.type === "item.completed" && event.name === "job");
    const seen = processesBut(program.pid).map((pid) => ["environ", "cmdline"].map((file) => readOwn(`/proc/${pid}/${file}`)).join("\0"));
    const control = readOwn(`/proc/${program.pid}/environ`);
    stage.model.open("looked");
    await program.ended;
    expect({
      found: found(seen.join("\0"), Object.values(env)),
      sleeps: seen.some((text) => text.includes("86417")),
      control: found(control, Object.values(env)).length,
    }).toEqual({ found: [], sleeps: true, control: 3 });
  });
});

/** Every process of the machine, as those of the box need not be children any more. */
function processesBut(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && name !== String(pid))
    .map(Number);
}

/** Empty when the process has ended, or is not ours to look into. */
function readOwn(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

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

verifies("secrets.unseen", "an error of the provider that quotes the key, one of the command line, and a check's output", async () => {
  const env = { ANTHROPIC_API_KEY: canary("providerkey"), SOME_TOKEN: canary("variable") };
  await withStage({ replies: [reply().status(401, { message: `invalid x-api-key ${env.ANTHROPIC_API_KEY}` })] }, async (stage) => {
    const { code, stdout, stderr, events } = await stage.exec(["look"], { env });
    const misused = await stage.fettle([env.SOME_TOKEN], { env });
    const text = revealed(stage, stdout, stderr, misused.stdout, misused.stderr);
    expect({
      failed: code !== 0,
      told: /invalid x-api-key \[redacted:provider-key:[0-9a-f]{6}\]/.test(eventsOf(events, "turn.failed")[0]?.error.message ?? ""),
      misused: /There is no command `\[redacted:some-token:[0-9a-f]{6}\]`/.test(misused.stderr),
      found: found(text, Object.values(env)),
    }).toEqual({ failed: true, told: true, misused: true, found: [] });
  });
});

verifies("secrets.receipts", async () => {
  const env = { SOME_TOKEN: canary("variable") };
  const replies = [reply().text("Done.")];
  await withStage({ replies, files: { "a.txt": `${env.SOME_TOKEN}\n`, "b.txt": "nothing\n" } }, async (stage) => {
    const { events } = await stage.exec(["look", "--check", "cat a.txt", "--check", "cat b.txt"], { env });
    const receipts = eventsOf(events, "check.completed").map(({ receipt }) => receipt);
    expect({
      outputs: receipts.map(({ output }) => (output as string).replace(/[0-9a-f]{6}\]/, "…]")),
      recomputed: receipts.every(({ output, outputHash }) => hash("sha256", output as string) === outputHash),
      original: receipts.map(({ outputHash }) => outputHash === hash("sha256", `${env.SOME_TOKEN}\n`)),
    }).toEqual({ outputs: ["[redacted:some-token:…]\n", "nothing\n"], recomputed: true, original: [false, false] });
  });
});

verifies("secrets.replay", "a check with a secret in its command is not guessed by the next process", async () => {
  const env = { SOME_TOKEN: canary("variable") };
  await withStage({ replies: [reply().text("Done."), reply().text("Again.")] }, async (stage) => {
    const first = await stage.exec(["look", "--check", `echo ${env.SOME_TOKEN}`], { env });
    const replayed = await stage.fettle(["replay", first.events[0]!.thread], { env });
    const resumed = await stage.exec(["--resume", "last", "go on"], { env });
    const given = await stage.exec(["--resume", "last", "go on", "--check", "true"], { env });
    expect({
      first: first.code,
      replayed: replayed.code,
      refused: /A check of this thread held a secret/.test(resumed.stderr),
      given: given.code,
    }).toEqual({ first: 0, replayed: 0, refused: true, given: 0 });
  });
});

const markOf = (request: SeenRequest) => /\[redacted:[a-z-]+:[0-9a-f]{6}\]/.exec(JSON.stringify(request.body))![0];

for (const wire of ["anthropic", "responses"] as const) {
  verifies("secrets.marks", wire, async () => {
    const password = canary("secret");
    const before = `NAME=me\nDB_PASSWORD=${password}\nPORT=1\n`;
    const change = (old: (mark: string) => string, added: (mark: string) => string) =>
      reply().when((request) => {
        const [from, to] = [old(markOf(request)), added(markOf(request))];
        return wire === "responses"
          ? reply().tool("patch", { patch: `*** Begin Patch\n*** Update File: .env\n@@\n-${from}\n+${to}\n*** End Patch` })
          : reply().tool("edit", { path: ".env", old: from, new: to });
      });
    const replies = [
      reply().tool("read", { path: ".env" }),
      change(
        (mark) => `DB_PASSWORD=${mark}`,
        () => "DB_PASSWORD=",
      ),
      change(
        () => "PORT=1",
        (mark) => `COPY=${mark}`,
      ),
      reply().when((request) => reply().tool("write", { path: ".env", content: `DB_PASSWORD=${markOf(request)}\n` })),
      reply().when((request) => reply().tool("shell", { script: `echo '${markOf(request)}' > .env` })),
      change(
        () => "PORT=1",
        () => "PORT=2",
      ),
      reply().text("Done."),
    ];
    await withStage({ wire, replies, files: { ".env": before } }, async (stage) => {
      const { events } = await stage.exec(["change it", "--check", "true"]);
      expect({
        refused: resultTexts(events).map((text) => text.startsWith("Nothing was done: [redacted:")),
        after: await stage.workspace.read(".env"),
        replayed: (await stage.fettle(["replay", events[0]!.thread])).code,
      }).toEqual({ refused: [false, true, true, true, true, false], after: before.replace("PORT=1", "PORT=2"), replayed: 0 });
    });
  });
}

verifies("secrets.marks", "a file that holds one already may hold it again", async () => {
  const mark = "[redacted:github-token:0a1b2c]";
  const replies = [reply().tool("edit", { path: "a.md", old: `see ${mark}`, new: `look at ${mark}` }), reply().text("Done.")];
  await withStage({ replies, files: { "a.md": `see ${mark}\n` } }, async (stage) => {
    await stage.exec(["change it", "--check", "true"]);
    expect(await stage.workspace.read("a.md")).toBe(`look at ${mark}\n`);
  });
});

verifies("secrets.escaped", "cases A24 and C66: a command, a path and a result; an address in them is never fetched", async () => {
  const hostile = "\u001b]52;c;b3duZWQ=\u0007\u202e\u200b\u009b2J";
  let fetched = 0;
  const listener = createServer((_request, response) => response.end(String(++fetched)));
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  try {
    const image = `![x](http://127.0.0.1:${(listener.address() as AddressInfo).port}/?q=stolen)`;
    const replies = [
      reply().tool("shell", { script: `printf '%s' '${hostile}' # ${hostile}` }),
      reply().tool("write", { path: `${hostile}.txt`, content: "x" }),
      reply().tool("read", { path: `${hostile}none` }),
      reply().text(`${image} ${hostile}`),
    ];
    await withStage({ replies }, async (stage) => {
      const { stdout, stderr, events } = await stage.exec(["look", "--verbose", "--check", "true"]);
      const shown = await stage.fettle(["show", events[0]!.thread]);
      const screen = [stdout, stderr, shown.stdout, shown.stderr].join("");
      const recorded = JSON.stringify(eventsOf(events, "step.completed").map(({ output }) => output));
      expect({
        controls: Array.from(hostile)
          .filter((character) => character > "~" || character < " ")
          .filter((character) => screen.includes(character)),
        escaped: ["\\x1b]52;c;", "\\u202e", "\\u200b", "\\x9b2J"].filter((escape) => !screen.includes(escape)),
        image: stdout.includes("![x](http://127.0.0.1:"),
        recorded: recorded.includes("\u202e"),
        fetched,
      }).toEqual({ controls: [], escaped: [], image: true, recorded: true, fetched: 0 });
    });
  } finally {
    listener.close();
  }
});
