import { expect } from "vitest";
import { dissect } from "../../src/context/anatomy.ts";
import { verifies } from "../verifies.ts";

verifies("compaction.context", "an image counts as what it costs, not as its bytes", () => {
  const data = "A".repeat(4_000_000);
  const { parts } = dissect({
    pieces: [],
    tools: [],
    entries: [
      {
        type: "user",
        parts: [
          { type: "text", text: "x".repeat(1000) },
          { type: "image", mediaType: "image/png", data },
        ],
      },
    ],
  });
  expect(parts).toEqual([{ kind: "prompts", count: 1, bytes: expect.closeTo(16_000, -3) as number }]);
});
