/** Where stack frames lie that are nobody's work here: in the runtime, and in what is installed. */
const FOREIGN =
  /\bnode:\w+|\/node_modules\/|\/(?:site|dist)-packages\/|\/lib\/python3?[\d.]*\/|\/rustc\/|\/\.cargo\/registry\/|\/usr\/(?:local\/)?(?:lib\/)?go(?:-[\d.]+)?\/src\/|<frozen [\w.]+>/;

/** How a frame looks that stands on a line of its own: of JavaScript, Vitest, Java, Python. */
const FRAME = /^\s*(?:(?:async )?at |❯ |File ".*", line \d)|^\s+[\w.<>$ [\]]+ \((?:node:|file:|\/)/;
/** A frame of pytest, with its source below. */
const PYTEST = /^\S+\.py:\d+: in /;
/** The name of a frame, whose place stands on the next line: of Rust, of Go. */
const NAME = /^\s*\d+: \S|^(?:created by )?[\w./*()]+(?:\(.*\)| in goroutine \d+)$/;
const PLACE = /^\s+(?:at )?\S+:\d+/;

/** A test that went well, and one that begins. */
const WELL =
  /^\s*(?:[✓✔] |ok \d+ - |--- PASS: |=== (?:RUN|PAUSE|CONT) |PASS )|^test .* \.\.\. ok$|^\S+::\S+ PASSED\b|^\S+ \([\w.]+\) \.\.\. ok$/;

type What = "frame of other code" | "line of tests that pass";

/** How many of them one line says, and from how many on. */
const FOLDS: Readonly<Record<What, { atLeast: number; told(number: number): string }>> = {
  "frame of other code": { atLeast: 1, told: (number) => `… ${number} ${number === 1 ? "frame" : "frames"} of other code …` },
  "line of tests that pass": { atLeast: 3, told: (number) => `… ${number} lines of tests that pass …` },
};

/** The lines without frames of other people's code and without tests that went well; where there were several, one line says how many. */
export function foldNoise(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let folded: { what: What; number: number; from: number } | undefined;
  const flush = (end: number): void => {
    if (folded === undefined) return;
    const { what, number, from } = folded;
    const { atLeast, told } = FOLDS[what];
    kept.push(...(number < atLeast ? lines.slice(from, end) : [told(number)]));
    folded = undefined;
  };
  for (let index = 0; index < lines.length;) {
    const [what, length] = noiseAt(lines, index);
    if (what === undefined || (folded !== undefined && folded.what !== what)) flush(index);
    if (what === undefined) kept.push(lines[index]!);
    else folded = { what, number: (folded?.number ?? 0) + 1, from: folded?.from ?? index };
    index += length;
  }
  flush(lines.length);
  return kept;
}

type Noise = [what: What | undefined, lines: number];

function noiseAt(lines: readonly string[], index: number): Noise {
  const line = lines[index]!;
  const next = lines[index + 1] ?? "";
  if (WELL.test(line)) return ["line of tests that pass", 1];
  if (NAME.test(line) && PLACE.test(next) && FOREIGN.test(next)) return ["frame of other code", 2];
  if (!FOREIGN.test(line) || !(FRAME.test(line) || PYTEST.test(line))) return [undefined, 1];
  let end = index + 1;
  // The source that the frame stands at.
  if (!/^\s*(?:at |❯ )/.test(line)) while (/^\s{4,}\S/.test(lines[end] ?? "") && !FRAME.test(lines[end]!)) end++;
  return ["frame of other code", end - index];
}
