import xterm from "@xterm/headless";
import { fc } from "../../../properties.ts";
import { expect } from "vitest";
import { Notifier, notification } from "../../../../src/surfaces/tui/app/notify.ts";
import { WindowTitle } from "../../../../src/surfaces/tui/terminal/window-title.ts";
import { verifies } from "../../../verifies.ts";

const said = { title: "Fettle", text: "is done; really" };
const shown = (env: Record<string, string>) => notification(said, { notify: "desktop", env });
const kitty = `\u001b]99;i=fettle:d=0:e=1;${btoa("Fettle")}\u001b\\\u001b]99;i=fettle:d=1:p=body:e=1;${btoa(said.text)}\u001b\\\u0007`;

verifies("notify.terminals", () => {
  expect({
    iterm: shown({ TERM_PROGRAM: "iTerm.app" }),
    ghostty: shown({ TERM: "xterm-ghostty" }),
    kitty: shown({ TERM: "xterm-kitty" }),
    unknown: shown({ TERM: "xterm-256color" }),
    tmux: shown({ TERM_PROGRAM: "tmux", TERM: "tmux-256color", TMUX: "/tmp/x", ITERM_SESSION_ID: "w0" }),
    tmuxInUnknown: shown({ TERM_PROGRAM: "tmux", TMUX: "/tmp/x" }),
    bell: notification(said, { notify: "bell", env: { TERM: "xterm-kitty" } }),
    off: notification(said, { notify: "off", env: { TERM: "xterm-kitty" } }),
  }).toEqual({
    iterm: "\u001b]9;Fettle: is done; really\u001b\\\u0007",
    ghostty: "\u001b]777;notify;Fettle;is done, really\u001b\\\u0007",
    kitty,
    unknown: "\u0007",
    tmux: "\u001bPtmux;\u001b\u001b]9;Fettle: is done; really\u001b\u001b\\\u001b\\\u0007",
    tmuxInUnknown: "\u0007",
    bell: "\u0007",
    off: "",
  });
});

verifies("notify.safe", () => {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\u001b]52;c;eA==\u0007", "a\u0007b", "\u009c", "x".repeat(5000)));
  const terminal = fc.constantFrom({ TERM_PROGRAM: "iTerm.app" }, { TERM: "foot" }, { TERM: "xterm-kitty" }, {});
  // oxlint-disable-next-line no-control-regex -- what may stand in a sequence is what this is about
  const sequence = /^(?:\u001b\](?:9|99|777);[^\u0000-\u001f\u007f-\u009f]*\u001b\\)*\u0007$/;
  fc.assert(
    fc.property(text, text, terminal, (title, body, env) => {
      const bytes = notification({ title, text: body }, { notify: "desktop", env });
      expect(bytes).toMatch(sequence);
      expect(bytes.length).toBeLessThan(4000);
      const titled = new WindowTitle();
      titled.set(title);
      // oxlint-disable-next-line no-control-regex -- as above
      expect(titled.enter()).toMatch(/^\u001b\[22;2t\u001b\]2;[^\u0000-\u001f\u007f-\u009f]*\u001b\\$/);
    }),
  );
});

verifies("notify.away", () => {
  let written = "";
  const notifier = new Notifier({ write: (bytes) => (written += bytes), env: {}, notify: () => "bell" });
  const called = (before: () => void) => {
    written = "";
    before();
    notifier.call("is done");
    return written !== "";
  };
  expect([called(() => {}), called(() => notifier.focus(true)), called(() => notifier.focus(false))]).toEqual([true, false, true]);
});

verifies("notify.title", async () => {
  const terminal = new xterm.Terminal({ allowProposedApi: true, windowOptions: { pushTitle: true, popTitle: true } });
  const titles: string[] = [];
  terminal.onTitleChange((title) => titles.push(title));
  const title = new WindowTitle();
  const entered = (text: string) => (title.set(text), title.enter());
  const written = [
    "\u001b]2;shell\u0007",
    title.enter(),
    title.leave(),
    entered("fix the bug"),
    entered("another\u0007\u001b]2;evil\u0007"),
    title.leave(),
    title.leave(),
    title.enter(),
    title.leave(),
  ];
  await new Promise<void>((done) => terminal.write(written.join(""), done));
  terminal.dispose();
  const evil = "another\\x07\\x1b]2;evil\\x07";
  expect(titles).toEqual(["shell", "fix the bug", evil, "shell", evil, "shell"]);
});
