import { expect } from "vitest";
import { reply } from "../../src/testing/index.ts";
import { hasProgram, visiblePath } from "../repair/boxed.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, setStage } from "./harness.ts";

const env = { PATH: visiblePath };

const rust = {
  "Cargo.toml": '[package]\nname = "shop"\nversion = "0.1.0"\nedition = "2021"\n',
  ".gitignore": "target\nCargo.lock\n",
  "src/lib.rs": "pub fn count(lines: &[u8]) -> usize {\n    lines.len()\n}\n",
  "tests/count.rs": "#[test]\nfn counts() {\n    assert_eq!(shop::count(&[1, 1, 2]), 2);\n}\n",
};
const distinct = "pub fn count(lines: &[u8]) -> usize {\n    lines.iter().collect::<HashSet<_>>().len()\n}\n";

if (hasProgram("cargo"))
  verifies("repair.at-the-end", "Rust, which the model has left without an import", async () => {
    await using stage = await setStage({
      files: rust,
      git: true,
      replies: [
        reply().tool("read", { path: "src/lib.rs" }),
        reply().tool("write", { path: "src/lib.rs", content: distinct }),
        reply().text("It is done."),
      ],
    });
    const { code, events } = await stage.exec(["count each line once"], { env });
    expect([code, eventsOf(events, "step.completed").length]).toEqual([0, 3]);
    expect(await stage.workspace.read("src/lib.rs")).toBe(`use std::collections::HashSet;\n\n${distinct}`);
    expect((await stage.fettle(["replay", "last"])).code).toBe(0);
  });
