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
    reflows: true,
  });
  expect(decided({ TERM }, "\u001b[?1;2c")).toEqual({ keyboard: "xterm", reflows: false });
  expect(decided({ TERM, TERM_PROGRAM: "Apple_Terminal" }, "\u001b[?1;2c")).toEqual({ keyboard: "plain", reflows: true });
});

verifies("tui.terminal.asked", "nothing is decided before the last answer, and something is known without any", () => {
  expect(decided({}, "\u001b[?1u\u001b]11;rgb:0/0/0\u001b\\")).toBeUndefined();
  expect(new CapabilityAnswers({ TERM: "xterm-kitty" }).known()).toEqual({ keyboard: "xterm", reflows: true });
});

verifies("tui.terminal.reflow", () => {
  const reflows = (env: Environment, version?: string): boolean =>
    decided({ TERM: "xterm-256color", ...env }, `${version === undefined ? "" : `\u001bP>|${version}\u001b\\`}\u001b[?1;2c`)!.reflows;

  expect([
    reflows({ TMUX: "/tmp/tmux", STY: "1" }),
    reflows({}, "tmux 3.3a"),
    reflows({ VTE_VERSION: "7200" }),
    reflows({ TERM: "tmux-256color" }),
    reflows({ TERM: "alacritty" }),
    reflows({ TERM_PROGRAM: "vscode" }),
    reflows({}, "kitty(0.40.0)"),
  ]).toEqual(Array.from({ length: 7 }, () => true));
  expect([
    reflows({}),
    reflows({}, "XTerm(379)"),
    reflows({ VTE_VERSION: "7200" }, "XTerm(379)"),
    reflows({ XTERM_VERSION: "XTerm(379)", VTE_VERSION: "7200" }),
    reflows({ TERM: "screen.xterm-256color", VTE_VERSION: "7200" }),
    reflows({ STY: "1.pts", VTE_VERSION: "7200" }),
    reflows({ TERM: "linux" }),
  ]).toEqual(Array.from({ length: 7 }, () => false));
  // mosh draws by itself, and does not reflow.
  expect(decided({ TERM: "xterm-kitty" }, "\u001b[?62c")?.reflows).toBe(false);
});
