import type { Node } from "../../../knowledge/syntax/node.ts";
import { collapse } from "../anatomy.ts";
import { strengthOf } from "../strength.ts";
import { type Demand, type Dialect, named, splitAtCommas, type TestStart } from "./dialect.ts";

/** Attributes stand before the item, as its siblings. */
function attributesOf(node: Node): string[] {
  const attributes: string[] = [];
  const siblings = node.parent?.namedChildren ?? [];
  for (let index = siblings.indexOf(node) - 1; index >= 0; index--) {
    const at = siblings[index]!;
    if (at.type === "attribute_item") attributes.push(collapse(at.text));
    else if (!at.type.endsWith("comment")) break;
  }
  return attributes;
}

function test(node: Node): TestStart | undefined {
  const body = node.childOf("body");
  if (body === null) return undefined;
  const title = node.childOf("name")?.text ?? "";
  if (node.type === "mod_item") return { kind: "group", title, body };
  if (node.type !== "function_item") return undefined;
  const attributes = attributesOf(node);
  if (!attributes.some((text) => /^#\[(?:[\w:]*::)?(?:test|rstest|test_case|case|quickcheck)\b/.test(text))) return undefined;
  const ignored = attributes.find((text) => /^#\[(?:ignore\b|cfg_attr\(.*\bignore\b|cfg\()/.test(text));
  return {
    kind: "test",
    title,
    body,
    ...(ignored !== undefined && { skip: { when: !ignored.startsWith("#[ignore") && !/cfg\(any\(\)\)/.test(ignored) } }),
  };
}

function demand(node: Node): Demand | undefined {
  if (node.type !== "macro_invocation") return undefined;
  const name = node.childOf("macro")?.text ?? "";
  const how = name.slice(name.lastIndexOf(":") + 1);
  if (!/^(?:debug_|prop_)?assert\w*$|^(?:panic|unreachable)$/.test(how)) return undefined;
  const tokens = named(node).find(({ type }) => type === "token_tree")?.text ?? "()";
  const args = splitAtCommas(tokens.slice(1, -1)).map(collapse);
  if (how === "panic" || how === "unreachable") return undefined;
  const pair = /_(?:eq|ne|matches|relative_eq|abs_diff_eq)$/.test(how) || /snapshot/.test(how);
  const asked = { how: how.endsWith("_ne") ? "not.eq" : how, subject: args[0] ?? "", expected: pair ? (args[1] ?? "") : "" };
  const strength = /_eq$|snapshot/.test(how) ? 3 : strengthOf(asked);
  return { ...asked, strength: strength === 3 && /^(?:true|false)$/.test(asked.expected) ? 2 : strength };
}

export default {
  comments: ["line_comment", "block_comment"],
  branches: ["if_expression", "match_expression", "for_expression", "while_expression", "loop_expression"],
  functions: ["function_item", "closure_expression"],
  test,
  skips: () => false,
  demand,
  swallows: (node) =>
    node.type === "let_declaration" && /^let _\w*\s*=\s*(?:std::)?(?:panic::)?catch_unwind/.test(node.text)
      ? (node.childOf("value") ?? undefined)
      : undefined,
  routine(node) {
    const body = node.type === "function_item" ? node.childOf("body") : null;
    if (body === null) return undefined;
    const parameters = named(node.childOf("parameters"))
      .map(({ text }) => text)
      .filter((text) => !/^&?(?:'\w+ )?(?:mut )?self/.test(text));
    return {
      name: node.childOf("name")?.text ?? "",
      body,
      method: node.parent?.parent?.type === "impl_item",
      parameters: parameters.join(", "),
    };
  },
  stub: (body) =>
    /^\{\s*(?:unimplemented|todo|panic)!\(\s*(?:"[^"]*")?\s*\);?\s*\}$/.test(body.text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, "")) &&
    !/panic!\(\s*"(?![^"]*(?:not (?:yet )?implemented|unimplemented|todo))/i.test(body.text) &&
    !/panic!\(\s*\)/.test(body.text),
  mock: () => undefined,
  imports: (node) => (node.type === "use_declaration" ? node.childOf("argument")?.text : undefined),
} satisfies Dialect;
