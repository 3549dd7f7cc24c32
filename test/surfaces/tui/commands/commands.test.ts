import { existsSync, readFileSync } from "node:fs";
import { expect } from "vitest";
import { readEvents } from "../../../../src/log/events.ts";
import { threadIds } from "../../../../src/log/threads.ts";
import { entries } from "../../../../src/surfaces/tui/commands/index.gen.ts";
import { languages } from "../../../../src/surfaces/tui/messages/catalogue.ts";
import { commandTexts } from "../../../../src/surfaces/tui/messages/commands.ts";
import { reply, startModelServer } from "../../../../src/testing/index.ts";
import { verifies } from "../../../verifies.ts";
import { sitDown } from "./desk.ts";

const write = (path: string, content: string) => reply().tool("shell", { script: `printf %s ${JSON.stringify(content)} > ${path}` });
/** A branch does not begin as what it branched off from. */
const branching = { allow: ["prefix"] } as const;

verifies("commands.index", async () => {
  await using desk = await sitDown({ language: "de" });
  const { shown } = await desk.command("/help");
  const lines = shown[0]!.lines;
  const text = lines.join(" ").replaceAll(/\s+/g, " ");
  const missing = entries.filter(({ name, summary }) => !text.includes(`/${name} `) || !text.includes(summary.de));
  const untold = entries.filter(({ summary }) => languages.some((language) => summary[language].trim() === ""));
  expect({
    missing,
    untold,
    heading: lines[0],
    keys: lines.includes("Tasten"),
    width: Math.max(...lines.map((line) => line.length)),
  }).toEqual({
    missing: [],
    untold: [],
    heading: "Befehle",
    keys: true,
    width: expect.toSatisfy((width: number) => width <= 80) as number,
  });
  expect(entries.map(({ name }) => name)).toEqual(expect.arrayContaining(["model", "undo", "resume", "fork", "tree", "verify", "quit"]));
});

verifies("commands.texts", async () => {
  const plain = Object.entries(commandTexts.en).filter(([, text]) => typeof text === "string" && text.includes(" "));
  const same = plain.filter(([key, text]) => commandTexts.de[key as "keep"] === text);
  expect(same).toEqual([]);
  await using desk = await sitDown({ language: "de" });
  expect((await desk.command("/cost")).said).toEqual(["Es gibt noch keinen Thread: der erste Prompt beginnt einen."]);
});

verifies("commands.surface", async () => {
  await using desk = await sitDown({ files: { "package.json": JSON.stringify({ scripts: { test: "true" } }) } });
  const [checks, outside] = [await desk.command("/checks"), await desk.machine.fettle(["checks"])];
  expect(checks.said.join("\n")).toBe(outside.stdout.trimEnd());
  expect((await desk.command('/undo --flies "a b"')).said).toEqual([
    "fettle: Unknown option '--flies' [usage.invalid]",
    "  Did you mean --files?",
  ]);
  const config = await desk.command("/config");
  expect(config.shown.map(({ title, lines }) => ({ title, long: lines.length > 20 }))).toEqual([{ title: "config", long: true }]);
});

verifies("commands.own-log", async () => {
  await using model = await startModelServer(write("a.txt", "new"), reply().text("Written."), reply().text("I see."));
  await using desk = await sitDown({ files: { "a.txt": "old\n" }, server: model });
  const file = desk.machine.workspace.path("a.txt");
  await desk.prompt("write a.txt");
  const { id } = desk.session.thread!;

  const undone = await desk.command("/undo");
  const text = readFileSync(file, "utf8");
  const redone = await desk.command("/redo");
  await desk.prompt("and now?");

  const shown = desk.context.state.finished.flatMap((block) => (block.type === "returned" ? [block.kind] : []));
  expect({ shown, said: [...undone.said, ...redone.said], text, again: readFileSync(file, "utf8") }).toEqual({
    // What is shown as it happens is not said as well.
    shown: ["undone", "redone"],
    said: [],
    text: "old\n",
    again: "new",
  });
  expect(desk.session.thread!.id).toBe(id);
  expect(JSON.stringify(model.seen.at(-1))).toContain("took back changes you had made");
});

verifies("commands.change", async () => {
  await using model = await startModelServer(reply().text("One."), reply().text("Two."), write("b.txt", "x"), reply().text("Three."));
  await using desk = await sitDown({ server: model });
  await desk.prompt("one");
  const { id } = desk.session.thread!;

  const plan = await desk.command("/mode", "plan");
  await desk.prompt("two");
  const { id: after, setting } = desk.session.thread!;
  expect({ said: plan.said, asked: plan.asked, same: after === id, mode: setting.mode }).toEqual({
    said: ["Mode plan from the next prompt on."],
    asked: [{ title: "Mode", choices: ["plan", "ask", "auto"] }],
    same: true,
    mode: "plan",
  });

  await desk.command("/mode auto");
  const turn = desk.ended();
  await desk.command("/plan three");
  await turn;
  expect({ mode: desk.session.thread!.setting.mode, made: existsSync(desk.machine.workspace.path("b.txt")) }).toEqual({
    mode: "plan",
    made: false,
  });
  expect((await desk.command("/mode fast")).said).toEqual(["fast is none of: plan, ask, auto"]);

  expect((await desk.command("/budget 2.5")).said).toEqual(["This thread may cost $2.50."]);
  expect((await desk.command("/budget")).said[0]).toMatch(/^\$[\d.]+ of \$2\.50$/);
  expect((await desk.command("/budget lots")).said).toEqual(["A number of US dollars, or none: /budget 2.50"]);
});

verifies("commands.keep", "the model", async () => {
  await using desk = await sitDown();
  await desk.machine.home.write("state/config.toml", "# mine\nmax_steps = 7 # enough\n");
  const seen = await desk.command("/model", "none", "from now on");
  expect(seen.said).toEqual(["The next prompt goes to none.", 'kept: model = "none"']);
  expect(seen.asked[0]!.choices.at(-1)).toBe("none");
  expect(readFileSync(desk.machine.home.path("state/config.toml"), "utf8")).toBe('# mine\nmax_steps = 7 # enough\nmodel = "none"\n');
  await expect(desk.command("/model anthropic/claude-opus-5-5")).rejects.toMatchObject({ code: "model.key-missing" });
  expect(desk.session.flags).toEqual({ model: "none" });
});

verifies("commands.keep", "theme, language and vim", async () => {
  await using desk = await sitDown();
  const [theme, language, vim, wrong] = [
    await desk.command("/theme", "light", "from now on"),
    await desk.command("/language de", "nur jetzt"),
    await desk.command("/vim", undefined),
    await desk.command("/theme pink"),
  ];
  expect([theme, language, vim].map(({ settings }) => settings)).toEqual([[{ theme: "light" }], [{ language: "de" }], [{ vim: true }]]);
  expect(readFileSync(desk.machine.home.path("state/config.toml"), "utf8")).toBe('[terminal]\ntheme = "light"\n');
  expect({ settings: wrong.settings, said: wrong.said }).toEqual({
    settings: [],
    said: ["pink is none of: auto, dark, light, high-contrast, plain"],
  });
});

verifies("commands.resume", "by what was said in a thread", async () => {
  await using model = await startModelServer(reply().text("The wombat digs."), reply().text("Hello."));
  await using desk = await sitDown({ server: model });
  await desk.prompt("what digs?");
  const dug = desk.session.thread!.id;
  await desk.command("/new");
  await desk.prompt("say hello");
  const found = await desk.command("/threads wombat digs");
  const { asked } = await desk.command("/resume wombat", "what digs");
  expect({
    now: desk.session.current,
    choices: asked[0]?.choices.length,
    said: found.said.join("\n").includes("The wombat digs."),
  }).toEqual({
    now: dug,
    choices: 1,
    said: true,
  });
});

verifies("commands.resume", async () => {
  await using model = await startModelServer(reply().text("Blue."), reply().text("Round."), reply().text("Blue, I said."));
  await using desk = await sitDown({ server: model });
  await desk.prompt("what colour is the sky?");
  const first = desk.session.thread!.id;
  await desk.command("/new");
  expect((await desk.command("/cost")).said).toEqual(["There is no thread yet: the first prompt begins one."]);
  await desk.prompt("what shape is a ball?");

  const seen = await desk.command("/resume", "what colour");
  await desk.prompt("again?");

  expect(seen).toMatchObject({
    asked: [{ choices: ["what shape is a ball?", "what colour is the sky?"] }],
    said: ["Goes on with: what colour is the sky?"],
  });
  expect(desk.session.thread!.id).toBe(first);
  expect(JSON.stringify(model.seen.at(-1))).toContain("what colour is the sky?");
});

verifies("commands.fork", "with the files of then", async () => {
  await using model = await startModelServer(
    branching,
    write("a.txt", "1"),
    reply().text("One."),
    write("a.txt", "2"),
    reply().text("Two."),
    reply().text("Three."),
  );
  await using desk = await sitDown({ server: model });
  const file = desk.machine.workspace.path("a.txt");
  await desk.prompt("make it 1");
  await desk.prompt("make it 2");
  const parent = desk.session.thread!.id;
  await desk.machine.workspace.write("b.txt", "somebody else");

  const seen = await desk.command("/fork", "make it 2", "take back");
  const text = readFileSync(file, "utf8");
  await desk.prompt("make it 3");

  expect({
    asked: seen.asked.map(({ choices }) => choices),
    drafted: seen.drafted,
    text,
    other: readFileSync(desk.machine.workspace.path("b.txt"), "utf8"),
  }).toEqual({
    asked: [
      ["make it 2", "make it 1"],
      ["take back what was changed since", "leave them as they are"],
    ],
    drafted: ["make it 2"],
    text: "1",
    other: "somebody else",
  });
  expect(desk.session.thread!.id).not.toBe(parent);
  const asked = JSON.stringify(model.seen.at(-1));
  expect({ before: asked.includes("make it 1"), itself: asked.includes("make it 2"), now: asked.includes("make it 3") }).toEqual({
    before: true,
    itself: false,
    now: true,
  });
});

verifies("commands.fork", "files stay, or nothing happens at all", async () => {
  await using model = await startModelServer(write("a.txt", "1"), reply().text("One."));
  await using desk = await sitDown({ server: model });
  await desk.prompt("make it 1");
  const file = desk.machine.workspace.path("a.txt");
  const { id } = desk.session.thread!;
  const none = await desk.command("/fork", "make it 1", undefined);
  expect({ said: none.said, drafted: none.drafted, open: desk.session.thread?.id }).toEqual({ said: [], drafted: [], open: id });
  const stay = await desk.command("/fork", "make it 1", "leave");
  expect({ drafted: stay.drafted, text: readFileSync(file, "utf8") }).toEqual({ drafted: ["make it 1"], text: "1" });
});

verifies("commands.tree", async () => {
  await using model = await startModelServer(branching, reply().text("One."), reply().text("Two."), reply().text("Other."));
  await using desk = await sitDown({ server: model });
  await desk.prompt("one");
  await desk.prompt("two");
  const parent = desk.session.thread!.id;
  await desk.command("/fork", "two");
  await desk.prompt("another two");
  const fork = desk.session.thread!.id;

  const seen = await desk.command("/tree", undefined);
  expect(seen.asked[0]!.choices).toEqual(["●", "  one", "  └ ●", "    another two", "  two"]);
  await desk.command("/tree", "●");
  expect({ now: desk.session.current, fork: desk.session.current === fork }).toEqual({ now: parent, fork: false });
  expect((await desk.command("/tree", "another")).drafted).toEqual(["another two"]);
});

verifies("commands.compact", async () => {
  const long = Array.from({ length: 200 }, (_, line) => `line ${line} of a long file`).join("\n");
  const read = (offset: number) => reply().tool("read", { path: "long.txt", offset }).usage({ input: 4000, output: 100 });
  const script = [read(1), read(20), read(40), reply().text("Read.").usage({ input: 9000, output: 100 }), reply().text("Only lines.")];
  await using model = await startModelServer({ allow: ["prefix"] }, ...script);
  await using desk = await sitDown({ files: { "long.txt": long }, server: model });
  expect((await desk.command("/compact")).said).toEqual(["There is no thread yet: the first prompt begins one."]);
  await desk.prompt("read it");
  const before = desk.context.state.contextTokens;
  const done = desk.ended();
  await desk.command("/compact");
  await done;
  expect(before).toBe(9100);
  expect(desk.context.state.contextTokens).toBeLessThan(before / 2);
  expect(desk.context.state.finished.at(-1)).toMatchObject({
    type: "compacted",
    how: "model",
    tokens: { after: desk.context.state.contextTokens },
  });
});

verifies("commands.folds", async () => {
  await using model = await startModelServer(write("a.txt", "new"), reply().text("Written."));
  await using desk = await sitDown({ files: { "a.txt": "old\n" }, server: model });
  await desk.prompt("write a.txt");
  const { id } = desk.session.thread!;

  const cost = await desk.command("/cost");
  expect(cost.said[0]).toMatch(/^model +steps +in +from cache +out +USD$/);
  expect(cost.said[1]).toMatch(/^anthropic\/claude-opus-5-5 +2 /);
  const context = await desk.command("/context");
  expect([...context.said, ...(context.shown[0]?.lines ?? [])][0]).toMatch(/^[\d,]+ tokens in the next request of [\d,]+, \d+ %$/);
  const diff = await desk.command("/diff");
  expect([...diff.said, ...(diff.shown[0]?.lines ?? [])]).toEqual(["a.txt  +1 -1", "1 - old", "1 + new"]);
  const why = await desk.command("/why", "shell");
  expect([...why.said, ...(why.shown[0]?.lines ?? [])].join("\n")).toContain("a.txt");
  const changes = await desk.command("/changes");
  expect(changes.said.join(" ")).toContain(id);
  const [checkpoint] = changes.said[0]!.split(" ", 1);
  const one = await desk.command(`/changes ${checkpoint}`);
  expect(one.said.slice(-5)).toEqual(["  modified a.txt", "", "a.txt  +1 -1", "1 - old", "1 + new"]);

  await desk.command("/undo");
  expect((await desk.command("/diff")).said).toEqual(["Nothing has been changed."]);
});

verifies("commands.review", "file by file", async () => {
  const script =
    "printf 'export A=1\\n' > .envrc; printf 'export B=1\\n' > .env.sh; mkdir -p .vscode; printf '{}\\n' > .vscode/tasks.json; printf 'ignore-scripts=false\\n' > .npmrc";
  await using model = await startModelServer(reply().tool("shell", { script }), reply().text("Done."));
  await using desk = await sitDown({ server: model });
  await desk.prompt("make settings");
  const there = (path: string) => existsSync(desk.machine.workspace.path(path));
  const before = [".envrc", ".vscode", ".env.sh"].map(there);

  const seen = await desk.command("/review", ".envrc", ".envrc", "let it in", "drop");
  expect({
    before,
    asked: seen.asked[1]!.choices,
    shown: seen.shown.map(({ title }) => title),
    after: [".envrc", ".vscode"].map(there),
  }).toEqual({
    before: [false, false, true],
    asked: expect.arrayContaining([".envrc", ".vscode"]) as string[],
    shown: [expect.stringMatching(/^q\d+ \.envrc$/), expect.stringMatching(/^q\d+ \.vscode$/)],
    after: [true, false],
  });
  expect(seen.shown[0]!.lines).toEqual([expect.stringContaining("loaded by a shell"), "", ".envrc  +1 -0", "1 + export A=1"]);
  expect(seen.shown[0]!.lines.join()).not.toContain("tasks.json");
  const committed = await Array.fromAsync(readEvents(desk.machine.home.path("state"), desk.session.thread!.id));
  expect(committed.some((event) => event.type === "transaction.committed" && event.item === "user")).toBe(true);
});

verifies("commands.review", "nothing is held", async () => {
  await using desk = await sitDown();
  expect((await desk.command("/review")).said).toEqual(["Nothing is held back in this workspace."]);
});

verifies("commands.queue", async () => {
  await using model = await startModelServer(reply().text("First.").gate("go"), reply().text("Second."));
  await using desk = await sitDown({ server: model });
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const ended = desk.prompt("first");
  for (let thread = desk.session.thread; thread === undefined; thread = desk.session.thread) await new Promise(setImmediate);
  const stop = desk.session.thread!.listen((heard) => heard.type === "step.started" && resolve());
  await begun;
  stop();
  desk.session.submit({ type: "prompt.submit", text: "second thoughts" });
  desk.session.submit({ type: "prompt.submit", text: "later", delivery: "queue" });
  await new Promise(setImmediate);

  const seen = await desk.command("/queue", "second", "take it back");
  const again = await desk.command("/queue", undefined);
  model.open("go");
  await ended;

  expect({ drafted: seen.drafted, left: again.asked[0]!.choices }).toEqual({ drafted: ["second thoughts"], left: ["later"] });
});

verifies("commands.export", async () => {
  await using model = await startModelServer(
    reply().tool("write", { path: "a.txt", content: "```\u001b[31m\n" }),
    reply().text("**Written.**"),
  );
  await using desk = await sitDown({ server: model });
  await desk.prompt("write a.txt\nplease");

  const seen = await desk.command("/export talk.md");
  const file = desk.machine.workspace.path("talk.md");
  const text = readFileSync(file, "utf8");
  expect(seen.said).toEqual([`Written to ${file}`]);
  expect(text).toContain("## Prompt\n\n> write a.txt\n> please\n");
  expect(text).toContain("### write: ok");
  expect(text).toContain("\n**Written.**\n");
  expect(text).toMatch(/\*\*unverified\*\*/);
  expect(text).not.toContain("\u001b");
  await expect(desk.command("/export talk.md")).rejects.toMatchObject({ code: "usage.invalid", at: file });
  expect(threadIds(desk.machine.home.path("state"))).toHaveLength(1);
});

verifies("commands.verify", async () => {
  await using model = await startModelServer(write("a.txt", "1"), reply().text("Done."), reply().text("Still here."));
  const scripts = { test: 'test "$(cat a.txt)" = 1' };
  await using desk = await sitDown({ files: { "package.json": JSON.stringify({ scripts }) }, server: model });
  await desk.prompt("make a.txt");
  const { id } = desk.session.thread!;
  await desk.machine.workspace.write("a.txt", "2");

  const seen = await desk.command("/verify");
  const told = [...seen.said, ...seen.shown.flatMap(({ lines }) => lines)].join("\n");
  expect(seen.said[0]).toBe("Verifying. What the checks say is shown when they are done.");
  expect(told).toContain("✘ failed");

  await desk.machine.workspace.write("a.txt", "1");
  await desk.prompt("and?");
  expect(desk.session.thread!.id).toBe(id);
  const asked = await desk.command("/verify --accept f-000000 --by ada");
  expect(asked.said.join(" ").replaceAll(/\s+/g, " ")).toMatch(
    /^fettle: The last verdict of thread \w+ has no finding f-000000\. \[usage\.invalid\]/,
  );
});

verifies("commands.jobs", async () => {
  await using model = await startModelServer(
    reply().tool("shell", { script: "exec sleep 600", background: true }),
    reply().text("It runs."),
  );
  await using desk = await sitDown({ server: model });
  expect((await desk.command("/jobs")).said).toEqual(["Nothing runs in the background."]);
  await desk.prompt("start it");
  // What would end with the thread that is opened again is named, and nothing ends unasked.
  for (const line of ["/mode ask", "/budget 5", "/model none", "/plan"]) {
    const { said, asked } = await desk.command(line, "no");
    expect({ line, said, asked: asked.length, running: desk.session.thread?.jobs.list().map(({ running }) => running) }).toEqual({
      line,
      said: ["The thread is opened again for this, and what runs in its background ends:", expect.stringMatching(/^ {2}exec sleep 600 /)],
      asked: 1,
      running: [true],
    });
  }
  const seen = await desk.command("/jobs", "exec sleep");
  expect(seen.said).toEqual(["Ended: exec sleep 600"]);
  expect((await desk.command("/jobs")).said).toEqual(["Nothing runs in the background."]);
  expect((await desk.command("/mode ask")).said).toEqual(["Mode ask from the next prompt on."]);
});
