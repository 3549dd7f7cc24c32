import { defineCheck } from "../../contract/check.ts";
import { placeOf, readText } from "../project-files.ts";
import { timeoutsMs } from "../timeouts.ts";

export default defineCheck({
  name: "Cargo.toml",
  async find(project) {
    const text = await readText(project, "Cargo.toml");
    if (text === undefined) return [];
    const from = placeOf("Cargo.toml", text, /^\[(?:package|workspace)\]/m);
    const whole = /^\[workspace\]/m.test(text) ? ["--workspace"] : [];
    return [
      { id: "cargo check", argv: ["cargo", "check", ...whole], proves: "types", from, timeoutMs: timeoutsMs.build },
      { id: "cargo test", argv: ["cargo", "test", ...whole], proves: "tests", from },
    ];
  },
});
