/** What the detectors know of one version of a file: said in the same words for every language. */

/** How much an assertion demands: 3 one exact value, 2 something of it, 1 hardly anything. */
export type Strength = 1 | 2 | 3;

export interface Assertion {
  line: number;
  /** The whole, without spaces and comments. */
  text: string;
  /** What it is about, as written but for spaces. */
  subject: string;
  /** `toBe`, `assertEqual`, `assert_eq`. */
  how: string;
  /** What is demanded; empty when the way of asking says it. */
  expected: string;
  strength: Strength;
  /** It stands in a branch of its test, or in a loop. */
  conditional: boolean;
  /** When it fails, the test catches that and does nothing. */
  swallowed: boolean;
  /** It cannot fail. */
  always: boolean;
}

export interface TestCase {
  /** With the names of the groups it is in: `sum > adds two`. */
  name: string;
  /** Its own name. */
  title: string;
  line: number;
  /** Without spaces and comments. */
  body: string;
  /** `when` something holds, or always. */
  skip: { line: number; when: boolean } | undefined;
  /** The line that says that only this one, or its group, runs. */
  only: number | undefined;
  asserts: Assertion[];
  /** The line of a return, not in a branch, that assertions stand after. */
  returns: number | undefined;
  /** Names that its body speaks of. */
  uses: ReadonlySet<string>;
  timeoutMs: number | undefined;
  retries: number | undefined;
}

export interface Routine {
  name: string;
  line: number;
  method: boolean;
  /** The text of a body that says that there is none yet: `throw new Error("not implemented")`. */
  stub: string | undefined;
  /** The literal that is all it gives back although it has parameters. */
  constant: string | undefined;
  /** Literals that are compared with what it is given, and the literal it then gives back. */
  specialCases: { line: number; inputs: string[]; output: string }[];
  /** It gives back something else than literals, too. */
  computes: boolean;
}

export interface Mock {
  line: number;
  /** The module or name that is replaced, as written. */
  target: string;
}

export interface Anatomy {
  tests: TestCase[];
  /** Assertions that stand in no test, as if the file were one. */
  loose: TestCase | undefined;
  routines: Routine[];
  /** Names of routines, outside of tests, that assert something that can fail. */
  asserting: Set<string>;
  mocks: Mock[];
  /** Modules it imports, as written, with the line. */
  imports: { from: string; line: number }[];
  comments: { line: number; text: string }[];
  /** The text, with spaces where comments were. */
  code: string;
}

/** Without spaces, so that formatting changes nothing. */
export function squeeze(text: string): string {
  return text.replace(/\s+/g, "").replace(/,([)\]}])/g, "$1");
}

/** One space where there are any. */
export function collapse(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
