import type { Import, Outline } from "../language.ts";
import { defineLanguage } from "../language.ts";
import { firsts, lineOf } from "./support/captured.ts";
import { linkedFiles } from "./support/linked-files.ts";
import { type Captures, outlineByQuery } from "./support/outline-by-query.ts";

const query = `
  (document (block_node (block_mapping (block_mapping_pair key: (flow_node) @name) @definition.key)))
  (block_mapping_pair key: (flow_node) @key value: (flow_node) @import (#any-of? @key "$ref" "uses" "local" "file" "extends"))
`;

export default defineLanguage({
  name: "yaml",
  endings: [".yaml", ".yml"],
  scope: "file",
  outline: outlineByQuery({ grammar: "yaml", query, imports: imported, finish }),
  // A workflow names the folder of an action, and all paths from the root.
  resolver: linkedFiles({ ofFolder: ["action.yml", "action.yaml"] }),
});

const unquoted = (text: string): string => text.replaceAll(/^["']|["']$/g, "");

/** References of OpenAPI, workflows and actions of GitHub, included files of GitLab and of Compose: what is a path. */
function imported(captures: Captures): Import | undefined {
  const [node, key] = firsts(captures, "import", "key");
  const specifier = unquoted(node!.text.trim());
  const isPath = /^\.{0,2}\//.test(specifier) || (key!.text !== "uses" && /\.ya?ml\b/.test(specifier) && !/^[a-z]+:\/\//.test(specifier));
  return isPath ? { specifier, line: lineOf(node!), names: [] } : undefined;
}

function finish(outline: Outline): Outline {
  return { ...outline, definitions: outline.definitions.map((definition) => ({ ...definition, name: unquoted(definition.name) })) };
}
