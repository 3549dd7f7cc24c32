import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { modelView, reply } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, failureOf, setStage, wires } from "./harness.ts";
import { sum } from "./projects.ts";

const done = reply().text("Done.");

verifies("exec.json", async () => {
  const replies = [reply().text("I look.").tool("list", { path: "." }).tool("shell", { script: "echo hello" }), done];
  await using stage = await setStage({ files: sum, replies });

  const { code, stdout, stderr, events } = await stage.exec(["--json", "go"]);

  const log = join(stage.home, ".fettle/threads", events[0]!.thread, "events-0001.jsonl");
  expect({ code, stderr, stdout }).toEqual({ code: 0, stderr: "", stdout: await readFile(log, "utf8") });
  expect(events.at(-1)!.type).toBe("turn.completed");
});

verifies("exec.prompt", "from standard input", async () => {
  await using stage = await setStage({ replies: [done, done] });

  await stage.exec([], { stdin: "piped in\n" });
  await stage.exec(["-"], { stdin: "asked for\n" });

  expect(stage.model.seen.map(({ conversation }) => conversation.messages[0]!.blocks)).toEqual([
    [{ type: "text", text: "piped in" }],
    [{ type: "text", text: "asked for" }],
  ]);
});

/** One red dot. */
const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==", "base64");

for (const wire of wires) {
  verifies("exec.prompt", `with an image, over ${wire}`, async () => {
    await using stage = await setStage({ wire, files: { "dot.png": png }, replies: [done] });

    await stage.exec(["what colour is it?", "--image", "dot.png"]);

    expect(stage.model.seen[0]!.conversation.messages[0]!.blocks).toEqual([
      { type: "text", text: "what colour is it?" },
      { type: "image", mediaType: "image/png", data: png.toString("base64") },
    ]);
  });
}

const schema = JSON.stringify({
  type: "object",
  properties: { colour: { type: "string" }, count: { type: "integer" } },
  required: ["colour", "count"],
  additionalProperties: false,
});
const prose = reply().text("They are red.");
const wrongType = reply().text('{"colour":"red","count":"two"}');
const fitting = reply().text('{"colour":"red","count":2}');

for (const wire of wires) {
  verifies("exec.output-schema", wire, async () => {
    await using stage = await setStage({ wire, files: { ...sum, "schema.json": schema }, replies: [prose, wrongType, fitting] });

    const { code, stdout } = await stage.exec(["which colour?", "--output-schema", "schema.json"]);

    expect({ code, answer: JSON.parse(stdout) as unknown }).toEqual({ code: 0, answer: { colour: "red", count: 2 } });
    const view = modelView(stage.model.seen.at(-1)!);
    expect(view).toMatch(/required shape:\\nIt is not JSON/);
    expect(view).toMatch(/required shape:\\n- count: /);
  });
}

verifies("exec.output-schema", "never", async () => {
  await using stage = await setStage({ files: { ...sum, "schema.json": schema }, replies: [prose, prose, prose, prose] });

  const { code, events } = await stage.exec(["which colour?", "--output-schema", "schema.json"]);

  expect({ code, error: failureOf(events), verdicts: eventsOf(events, "verdict.reached") }).toEqual({
    code: 4,
    error: "agent.stuck",
    verdicts: [],
  });
});
