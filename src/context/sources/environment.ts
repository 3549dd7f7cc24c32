import { arch, platform } from "node:os";
import { defineSource } from "../../contract/source.ts";

export default defineSource({
  name: "environment",
  order: 10,
  async pieces({ workspace, sandbox, unattended }) {
    const lines = [`Workspace: ${workspace} (${platform()} ${arch()}). Paths are relative to it.`, `Commands: ${sandbox}`];
    if (unattended) lines.push("Nobody is there to answer questions: decide, and state the assumptions you made.");
    return [{ source: "environment", from: "built in", text: lines.join("\n") }];
  },
});
