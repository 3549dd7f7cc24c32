import { defineCheck } from "../../contract/check.ts";
import { firstOf } from "../project-files.ts";

const FILES = ["build.gradle.kts", "build.gradle", "settings.gradle.kts", "settings.gradle"];

export default defineCheck({
  name: "build.gradle",
  async find(project) {
    const file = await firstOf(project, FILES);
    if (file === undefined) return [];
    const wrapper = await firstOf(project, ["gradlew"]);
    // No daemon: it would outlive the check.
    const argv = [wrapper === undefined ? "gradle" : "./gradlew", "--no-daemon", "--console=plain", "test"];
    return [{ id: "gradle test", argv, proves: "tests", from: `${file}:1` }];
  },
});
