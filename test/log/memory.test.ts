import { expect } from "vitest";
import { createLog } from "../../src/log/writer.ts";
import { verifies } from "../verifies.ts";
import { beginning, note, output, start, temporaryHome } from "./helpers.ts";

const LIMIT_BYTES = 300e6;

verifies("log.memory", async () => {
  using at = temporaryHome();
  const log = createLog({ home: at.home, ...beginning });
  const text = "0123456789".repeat(180);
  for (let count = 0; count < 50_000; count++) log.append(note(text));
  log.append({ type: "turn.completed", text: "done", steps: 1 });
  log.close();

  const opened = JSON.parse(await output(start("open.ts", at.home, log.thread)));
  expect(opened.events).toBe(50_002);
  expect(opened.peakBytes).toBeLessThan(LIMIT_BYTES);

  // The control: all at once does not fit.
  const whole = JSON.parse(await output(start("open.ts", at.home, log.thread, "whole")));
  expect(whole.events).toBe(50_002);
  expect(whole.peakBytes).toBeGreaterThan(LIMIT_BYTES);
});
