import { expect } from "vitest";
import type { Event } from "../../src/contract/event.ts";
import { reply, type Reply } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, failureOf, resultTexts, setStage, wires } from "./harness.ts";

const done = reply().text("Done.");
const write = { path: "a.txt", content: "written" };

for (const [what, bad] of [
  ["of tools that do not exist", (n: number) => reply().tool(`tool-${n}`)],
  ["that break the schema", (n: number) => reply().tool("read", { path: n })],
] as const) {
  verifies("exec.wrong-calls", `ten in a row ${what}`, async () => {
    await using stage = await setStage({ replies: Array.from({ length: 10 }, (_, n) => bad(n)) });

    const { code, events } = await stage.exec(["go"]);

    expect({ code, error: failureOf(events), ran: eventsOf(events, "item.started").length }).toEqual({
      code: 4,
      error: "agent.stuck",
      ran: 0,
    });
  });
}

verifies("exec.wrong-calls", "the same one, before ten", async () => {
  await using stage = await setStage({ replies: Array.from({ length: 6 }, () => reply().tool("grope", { pattern: "x" })) });

  const { code, events } = await stage.exec(["go"]);

  expect({ code, error: failureOf(events) }).toEqual({ code: 4, error: "agent.stuck" });
  expect(resultTexts(events)[0]).toMatch(/^There is no tool "grope"; did you mean "grep"\? The tools are: .*\bread\b/);
});

verifies("exec.wrong-calls", "replies that never reach their end", async () => {
  await using stage = await setStage({ replies: Array.from({ length: 10 }, () => reply().text("On and on").stop("length")) });

  const { code, events } = await stage.exec(["go"]);

  expect({ code, error: failureOf(events) }).toEqual({ code: 4, error: "agent.stuck" });
});

for (const wire of wires) {
  verifies("exec.wrong-calls", `cut off by the length limit, over ${wire}`, async () => {
    const call = reply().tool("write", write);
    await using stage = await setStage({ wire, replies: [call.stop("length"), done, call, done] });

    const cut = await stage.exec(["go"]);
    expect({ ok: itemsOk(cut.events), written: stage.workspace.exists("a.txt") }).toEqual({ ok: [false], written: false });
    expect(resultTexts(cut.events)[0]).toMatch(/length limit/);

    const whole = await stage.exec(["go"]);
    expect({ ok: itemsOk(whole.events), written: stage.workspace.exists("a.txt") }).toEqual({ ok: [true], written: true });
  });
}

for (const wire of wires) {
  verifies("exec.wrong-calls", `among others, over ${wire}`, async () => {
    const calls = reply().text("Four at once.").tool("list").tool("read", { path: "gone" }).tool("nothing").tool("grep", { pattern: "b" });
    await using stage = await setStage({ wire, files: { "a.txt": "b\n" }, replies: [calls, done] });

    const { events } = await stage.exec(["go"]);

    expect(resultTexts(events)).toEqual([
      "a.txt",
      "gone does not exist.",
      expect.stringMatching(/^There is no tool "nothing"\. The tools are: /),
      "a.txt\n1:b",
    ]);
  });
}

const halfCall: Reply = reply().rawArguments("write", '{"path":"a.txt","content":"hal');

for (const wire of wires.filter((wire) => wire !== "gemini")) {
  verifies("exec.wrong-calls", `with broken JSON, over ${wire}`, async () => {
    await using stage = await setStage({ wire, replies: [halfCall, done] });

    const { events } = await stage.exec(["go"]);

    expect({ ok: itemsOk(events), written: stage.workspace.exists("a.txt") }).toEqual({ ok: [false], written: false });
    expect(resultTexts(events)[0]).toMatch(/^The arguments of write are not valid JSON: /);
  });
}

function itemsOk(events: readonly Event[]): boolean[] {
  return eventsOf(events, "item.completed").map(({ ok }) => ok);
}
