import { type Memory, memoryLimits, type Provenance, type Scope, scopes, type SpokenOf } from "./memory.ts";

/**
 * A memory as the text of its file: a head between two lines `---`, then its title as a heading, then its body.
 * The head is a strict small part of YAML: one `key: value` a line, and `paths:` with a list. Values with anything unusual are JSON strings.
 */
export function formatMemory({ title, body, by, provenance, created, updated, paths, workspace, scope }: Memory): string {
  const head = [
    ["by", by],
    ["thread", provenance?.thread],
    ["item", provenance?.item],
    ["event", provenance?.event?.toString()],
    ["receipt", provenance?.receipt],
    ["workspace", workspace],
    ["scope", scope],
    ["created", created],
    ["updated", updated],
  ].flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${toValue(value)}`]));
  const list = paths.map(({ path, hash }) => `  - ${toValue(`${hash ?? "none"} ${path}`)}`);
  const text = body.trim();
  const lines = [...head, ...(list.length > 0 ? ["paths:", ...list] : []), "---", "", `# ${oneLine(title)}`];
  return ["---", ...lines, ...(text === "" ? [] : ["", text]), ""].join("\n");
}

/** What a file says, or what is wrong with it. A person may leave out the head, and all in it. */
export function parseMemory(text: string): Memory | { problem: string } {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const end = lines[0] === "---" ? lines.indexOf("---", 1) : -1;
  if (lines[0] === "---" && end < 0) return { problem: "its head does not end" };
  const head = parseHead(lines.slice(1, Math.max(1, end)));
  if (typeof head === "string") return { problem: head };
  const rest = lines
    .slice(end + 1)
    .join("\n")
    .trim();
  const [, heading, below] = /^# ?([^\n]*)(?:\n([^]*))?$/.exec(rest) ?? [];
  const title = oneLine(heading ?? rest.split("\n", 1)[0]!).slice(0, memoryLimits.title);
  const body = (heading === undefined ? rest : (below ?? "")).trim();
  if (title === "") return { problem: "it says nothing" };
  if (body.length > memoryLimits.body) return { problem: `it is longer than ${memoryLimits.body} characters` };
  return { ...head, title, body };
}

type Head = Omit<Memory, "title" | "body">;

function parseHead(lines: readonly string[]): Head | string {
  const values = new Map<string, string>();
  const paths: SpokenOf[] = [];
  let inPaths = false;
  for (const line of lines) {
    const [, item] = /^ +- (.*)$/.exec(line) ?? [];
    if (item !== undefined && inPaths) {
      const [, hash, path] = /^(none|[0-9a-f]{64}) (.+)$/.exec(fromValue(item) ?? "") ?? [];
      if (path === undefined || !isPlainPath(path)) return `${JSON.stringify(line.trim())} is no path with a hash`;
      paths.push({ path, hash: hash === "none" ? null : hash! });
      continue;
    }
    const [, key, value] = /^([a-z]+):(?: (.*))?$/.exec(line) ?? [];
    if (key === undefined || values.has(key)) return `${JSON.stringify(line)} is not what a head holds`;
    inPaths = key === "paths";
    values.set(key, fromValue(value ?? "") ?? "");
  }
  if (paths.length > memoryLimits.paths) return `it speaks of more than ${memoryLimits.paths} files`;
  const provenance = toProvenance(values);
  const workspace = values.get("workspace");
  const scope = scopes.find((known) => known === values.get("scope"));
  return {
    by: values.get("by") === "model" ? "model" : "person",
    created: values.get("created") ?? "",
    updated: values.get("updated") ?? values.get("created") ?? "",
    paths,
    ...(provenance !== undefined && { provenance }),
    ...(workspace !== undefined && { workspace }),
    ...(scope !== undefined && { scope: scope satisfies Scope }),
  };
}

function toProvenance(values: ReadonlyMap<string, string>): Provenance | undefined {
  const [thread, item, event, receipt] = ["thread", "item", "event", "receipt"].map((key) => values.get(key));
  if (thread === undefined || item === undefined) return undefined;
  const seq = Number(event);
  return {
    thread,
    item,
    ...(event !== undefined && Number.isSafeInteger(seq) && seq >= 0 && { event: seq }),
    ...(receipt !== undefined && { receipt }),
  };
}

/** Relative, and not out of the workspace. */
export function isPlainPath(path: string): boolean {
  return (
    path !== "" &&
    !path.startsWith("/") &&
    !path.includes("\\") &&
    !path.split("/").some((name) => name === ".." || name === "." || name === "")
  );
}

const PLAIN_VALUE = /^[\p{L}\p{N}._/@+-][\p{L}\p{N} ._/@+:-]*$/u;

function toValue(text: string): string {
  return PLAIN_VALUE.test(text) && text.trim() === text && !text.includes(": ") ? text : JSON.stringify(text);
}

/** Undefined when it begins like a JSON string and is none. */
function fromValue(value: string): string | undefined {
  if (!value.startsWith('"')) return value.trim();
  try {
    const text: unknown = JSON.parse(value);
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Without line ends and other controls. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
