import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { reply, type SeenRequest } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, setStage, wires } from "./harness.ts";

const files = { "long.txt": Array.from({ length: 300 }, (_, line) => `line ${line} of a long file`).join("\n") };
const models = ["anthropic/claude-opus-5-5", "openai/gpt-6-sol", "compatible/lab-model", "gemini/gemini-3.8-flash"];
const settings = models.map((name) => `[models."${name}"]\ncontext_tokens = 10000\nmax_output_tokens = 2000\n`).join("");

/** Looks at a long file again and again, thinking before each call. */
function endless(steps: number) {
  let step = 0;
  return (request: SeenRequest) => {
    const usage = { input: Math.round(request.raw.length / 3.5), output: 20 };
    const last = request.conversation.messages.at(-1)?.blocks.at(-1);
    if (last?.type === "text" && last.text.startsWith("[From the harness, not from the user.]"))
      return reply().text("Only lines.").usage(usage);
    if (++step > steps) return reply().text("Done.").usage(usage);
    const offset = 1 + ((step * 7) % 200);
    return reply().reasoning(`I look at ${offset}.`).text("Looking.").tool("read", { path: "long.txt", offset, limit: 60 }).usage(usage);
  };
}

for (const wire of wires)
  verifies("compaction.wires", wire, async () => {
    await using stage = await setStage({ wire, files, server: { allow: ["prefix"], endless: endless(24) } });
    mkdirSync(join(stage.home, ".fettle"));
    writeFileSync(join(stage.home, ".fettle", "config.toml"), settings);
    const { code, stderr, events } = await stage.exec(["look at all of it", "--check", "true"]);
    const compactions = eventsOf(events, "context.compacted");
    expect({ code, hows: [...new Set(compactions.map(({ how }) => how))] }).toEqual({ code: 0, hows: ["model"] });
    expect(stderr).toMatch(/⇲ context compacted from \d+ to \d+ tokens: all facts and a summary of the rest stay/);
    expect((await stage.fettle(["replay", "last"])).code).toBe(0);
  });
