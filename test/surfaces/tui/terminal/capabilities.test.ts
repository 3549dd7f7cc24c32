import { expect } from "vitest";
import type { Environment } from "../../../../src/contract/provider.ts";
import { type Capabilities, CapabilityAnswers } from "../../../../src/surfaces/tui/terminal/capabilities.ts";
import { KeyDecoder } from "../../../../src/surfaces/tui/terminal/key-decoder.ts";
import { verifies } from "../../../verifies.ts";

/** What is decided from the answers; undefined while they do not decide anything. */
function decided(env: Environment, answered: string): Capabilities | undefined {
  const answers = new CapabilityAnswers(env);
  let known: Capabilities | undefined;
  new KeyDecoder((reply) => (known ??= answers.hear(reply))).push(Buffer.from(answered));
  return known;
}

verifies("tui.terminal.asked", () => {
  const TERM = "xterm-256color";
  expect(decided({ TERM }, "\u001b[?1u\u001b]11;rgb:ffff/ffff/ffff\u001b\\\u001bP>|ghostty 1.2\u001b\\\u001b[?62;22c")).toEqual({
    keyboard: "kitty",
    background: "light",
    reflow: "other",
  });
  expect(decided({ TERM }, "\u001b[?1;2c")).toEqual({ keyboard: "xterm", reflow: "none" });
  expect(decided({ TERM, TERM_PROGRAM: "Apple_Terminal" }, "\u001b[?1;2c")).toEqual({ keyboard: "plain", reflow: "other" });
});

verifies("tui.terminal.asked", "nothing is decided before the last answer, and something is known without any", () => {
  expect(decided({}, "\u001b[?1u\u001b]11;rgb:0/0/0\u001b\\")).toBeUndefined();
  expect(new CapabilityAnswers({ TERM: "xterm-kitty" }).known()).toEqual({ keyboard: "xterm", reflow: "other" });
});

verifies("tui.terminal.reflow", () => {
  const reflow = (env: Environment, version?: string): string =>
    decided({ TERM: "xterm-256color", ...env }, `${version === undefined ? "" : `\u001bP>|${version}\u001b\\`}\u001b[?1;2c`)!.reflow;

  expect([
    reflow({ TMUX: "/tmp/tmux", STY: "1" }),
    reflow({}, "tmux 3.3a"),
    reflow({ VTE_VERSION: "7200" }),
    reflow({ TERM: "tmux-256color" }),
    reflow({ TERM: "alacritty" }),
    reflow({ TERM_PROGRAM: "vscode" }),
    reflow({}, "kitty(0.40.0)"),
    reflow({}, "xterm.js(6.0.0)"),
  ]).toEqual(["cell", "cell", "other", "other", "other", "other", "other", "xterm.js"]);
  expect([
    reflow({}),
    reflow({}, "XTerm(379)"),
    reflow({ VTE_VERSION: "7200" }, "XTerm(379)"),
    reflow({ XTERM_VERSION: "XTerm(379)", VTE_VERSION: "7200" }),
    reflow({ TERM: "screen.xterm-256color", VTE_VERSION: "7200" }),
    reflow({ STY: "1.pts", VTE_VERSION: "7200" }),
    reflow({ TERM: "linux" }),
  ]).toEqual(Array.from({ length: 7 }, () => "none"));
  // mosh draws by itself, and does not reflow.
  expect(decided({ TERM: "xterm-kitty" }, "\u001b[?62c")?.reflow).toBe("none");
});
