import { wholeFrom } from "../../random.ts";

const characters = [
  ...Array.from("'\"`\\$(){}<>|&;\n\t #~*?[]!=,:-+@%^./0aZ\r\v\u00a0\u200b\u2028\u0085\u001bé"),
  "\\\n",
  "$(",
  "${",
  "<(",
  "<<",
  "&&",
  "||",
  "|&",
  "$'",
  '$"',
  ";;",
  "#\n",
  "\r\n",
];
const markers = [
  " evil",
  ";evil",
  "$(evil)",
  "`evil`",
  "|evil",
  "\nevil\n",
  "&evil",
  " evil ",
  "evil",
  "'evil'",
  "<(evil)",
  "{evil,a}",
  "e\\vil",
  "evil;",
  "x[$(evil)]",
  "${x:-$(evil)}",
  "<<E\n$(evil)\nE\n",
];
const joints = [";", " && ", " || ", " | ", " & ", "\n", " |& ", " # ", " \\\n", "; ", " ", ""];
const nests: readonly [string, string][] = [
  ["$(", ")"],
  ["`", "`"],
  ["(", ")"],
  ["{ ", "; }"],
  ["if true; then ", "; fi"],
  ["for i in a b; do ", "; done"],
  ["f() { ", "; }; f"],
  ['"', '"'],
  ["'", "'"],
  ['echo "', '"'],
  ["echo '", "'"],
  ["echo $(", ")"],
  ["cat <<'EOF'\n", "\nEOF"],
  ["cat <<EOF\n", "\nEOF"],
  ["cat <<-'EOF' | cat\n\t", "\n\tEOF\n"],
  ["timeout 5 ", ""],
  ["env CI=1 ", ""],
  ["time ", ""],
  ["! ", ""],
  ["eval ", ""],
  ["[ ", " ]"],
  ["[[ ", " ]]"],
  ["test ", ""],
  ["echo ", " > out.txt"],
  ["# ", "\n"],
  ["printf ", ""],
];
const maxLength = 2000;

/** Scripts made from a corpus by one to four changes each: swaps of tokens, insertions, deletions, splices, nesting, concatenation, a planted marker. */
export function* mutants(corpus: readonly string[], count: number, seed: number): Generator<string> {
  const random = wholeFrom(seed);
  const pick = <T>(from: readonly T[]): T => from[random(from.length)] as T;
  const tokens = corpus.flatMap((script) => script.match(/\w+|[^\w\s]+|\s+/g) ?? []);
  const changes: ((script: string) => string)[] = [
    (script) => insert(script, pick(characters)),
    (script) => insert(script, pick(characters)),
    (script) => insert(script, pick(markers)),
    (script) => insert(script, pick(tokens)),
    (script) => {
      const parts = script.match(/\w+|[^\w\s]+|\s+/g) ?? [""];
      parts[random(parts.length)] = pick(tokens);
      return parts.join("");
    },
    (script) => {
      const parts = script.match(/\w+|[^\w\s]+|\s+/g) ?? [""];
      const [a, b] = [random(parts.length), random(parts.length)];
      [parts[a], parts[b]] = [parts[b] ?? "", parts[a] ?? ""];
      return parts.join("");
    },
    (script) => {
      const at = random(script.length + 1);
      return script.slice(0, at) + script.slice(at + 1 + random(3));
    },
    (script) => {
      const other = pick(corpus);
      return script.slice(0, random(script.length + 1)) + other.slice(random(other.length + 1));
    },
    (script) => {
      const [before, after] = pick(nests);
      return before + script + after;
    },
    (script) => {
      const [before, after] = pick(nests);
      const from = random(script.length + 1);
      const to = from + random(script.length + 1 - from);
      return script.slice(0, from) + before + script.slice(from, to) + after + script.slice(to);
    },
    (script) => script + pick(joints) + pick(corpus),
    (script) => pick(corpus) + pick(joints) + script,
  ];
  function insert(script: string, text: string): string {
    const at = random(script.length + 1);
    return script.slice(0, at) + text + script.slice(at);
  }
  for (let i = 0; i < count; i++) {
    let script = pick(corpus);
    for (let round = 1 + random(4); round > 0; round--) script = pick(changes)(script);
    yield script.slice(0, maxLength);
  }
}
