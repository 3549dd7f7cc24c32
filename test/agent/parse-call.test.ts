import { expect } from "vitest";
import { parseCall } from "../../src/agent/parse-call.ts";
import { entries as tools } from "../../src/tools/index.gen.ts";
import { verifies } from "../verifies.ts";

async function parse(name: string, inputText: string, cutOff = false): Promise<unknown> {
  const parsed = await parseCall({ type: "call", id: "c1", name, inputText }, { tools, cutOff });
  return "ready" in parsed ? parsed.ready.input : parsed.problem;
}

verifies("agent.bad-calls", "control: a good one is understood", async () => {
  expect(await parse("read", '{"path":"a.ts","limit":3}')).toEqual({ path: "a.ts", limit: 3 });
});

verifies("agent.bad-calls", "a tool that is not there", async () => {
  expect(await parse("raed", "{}")).toMatch(/^There is no tool "raed"; did you mean "read"\? The tools are: .*shell/);
});

verifies("agent.bad-calls", "no JSON", async () => {
  expect(await parse("read", '{"path":')).toMatch(/^The arguments of read are not valid JSON: .*Nothing was run/);
});

verifies("agent.bad-calls", "the wrong shape", async () => {
  expect(await parse("read", '{"path":1,"limit":0}')).toMatch(/do not fit its schema; nothing was run\.\n- path: .*\n- limit: /);
  expect(await parse("read", "")).toContain("- path: ");
});

verifies("agent.bad-calls", "cut off by the output limit, even where it happens to be JSON", async () => {
  expect(await parse("write", '{"path":"a","content":"b"}', true)).toContain(
    "reached its length limit inside this call, so it was not run",
  );
});
