import { defineSource } from "../../contract/source.ts";

/** Bytes of a file of instructions that are read; Codex has the same limit, and files are written with it in mind. */
const maxBytes = 32 * 1024;

/** The workspace's own instructions: `AGENTS.md` (https://agents.md), at its root. */
export default defineSource({
  name: "agents-md",
  order: 20,
  async pieces({ files }) {
    for (const name of ["AGENTS.override.md", "AGENTS.md"]) {
      const content = await files.read(name, { offset: 0, maxBytes: maxBytes + 1 }).catch(() => undefined);
      if (content === undefined) continue;
      const cut = content.length > maxBytes;
      const text = content.subarray(0, maxBytes).toString("utf8").trim();
      if (text !== "")
        return [
          { source: "agents-md", from: name, text: cut ? `${text}\n(cut at ${maxBytes / 1024} KiB; read ${name} for the rest)` : text },
        ];
    }
    return [];
  },
});
