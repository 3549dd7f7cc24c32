/* oxlint-disable no-control-regex -- that none of them is typed is what is tested */
import { fc } from "../../../properties.ts";
import { expect } from "vitest";
import { KeyDecoder } from "../../../../src/surfaces/tui/terminal/key-decoder.ts";
import type { Key, Reply } from "../../../../src/surfaces/tui/terminal/keys.ts";
import { verifies } from "../../../verifies.ts";

interface Decoded {
  keys: Key[];
  replies: Reply[];
}

/** @param cuts where the bytes are cut into chunks */
function decode(bytes: string | Uint8Array, cuts: readonly number[] = []): Decoded {
  const replies: Reply[] = [];
  const decoder = new KeyDecoder((reply) => replies.push(reply));
  const data = Buffer.from(bytes);
  const ends = [...cuts.map((cut) => cut % (data.length + 1)).toSorted((one, other) => one - other), data.length];
  const keys = ends.flatMap((end, index) => decoder.push(data.subarray(ends[index - 1] ?? 0, end)));
  return { keys, replies };
}

/** `ctrl+c`, `"text"`, `paste "text"`. */
function named(key: Key): string {
  if (key.type === "text") return JSON.stringify(key.text);
  if (key.type === "paste") return `paste ${JSON.stringify(key.text)}`;
  if (key.type === "focus") return key.focused ? "focused" : "left";
  return [key.ctrl && "ctrl", key.alt && "alt", key.shift && "shift", key.name].filter((part) => part !== undefined).join("+");
}

const keysOf = (bytes: string): string => decode(bytes).keys.map(named).join(" ");

verifies("tui.keys.decode", "as every terminal sends them", () => {
  const sent = {
    "abc ü世👍": '"abc ü世👍"',
    "\r\n\t\b\u007f": "enter ctrl+j tab backspace backspace",
    "\u0000\u0001\u0003\u001a\u001c\u001f": "ctrl+space ctrl+a ctrl+c ctrl+z ctrl+\\ ctrl+_",
    "\u001b[A\u001b[B\u001b[C\u001b[D\u001b[H\u001b[F": "up down right left home end",
    "\u001bOA\u001bOP\u001bOS\u001bOM": "up f1 f4 enter",
    "\u001b[1~\u001b[2~\u001b[3~\u001b[4~\u001b[5~\u001b[6~": "home insert delete end pageup pagedown",
    "\u001b[15~\u001b[24~\u001b[11~\u001b[[A": "f5 f12 f1 f1",
    "\u001b[1;5D\u001b[1;2A\u001b[3;5~\u001b[1;4P\u001b[1;7C": "ctrl+left shift+up ctrl+delete alt+shift+f1 ctrl+alt+right",
    "\u001b[Z": "shift+tab",
    "\u001bb\u001bB\u001bü\u001b\r\u001b\u007f\u001b\u0001\u001b ": "alt+b alt+shift+b alt+ü alt+enter alt+backspace ctrl+alt+a alt+space",
    "\u001b\u001b[A\u001b\u001bOB": "alt+up alt+down",
    "\u001b[I\u001b[O": "focused left",
  };

  expect(Object.fromEntries(Object.keys(sent).map((bytes) => [bytes, keysOf(bytes)]))).toEqual(sent);
});

verifies("tui.keys.decode", "with the keyboard protocols of kitty and xterm", () => {
  const sent = {
    "\u001b[27u\u001b[13;2u\u001b[9;2u\u001b[127;5u": "escape shift+enter shift+tab ctrl+backspace",
    "\u001b[99;5u\u001b[99;6u\u001b[47;5u\u001b[32;5u\u001b[252;3u": "ctrl+c ctrl+shift+c ctrl+/ ctrl+space alt+ü",
    "\u001b[97u\u001b[97;2u\u001b[97:65;2u\u001b[97;65u\u001b[97;66u\u001b[97;1;228u\u001b[32;2u": '"a" "A" "A" "A" "a" "ä" " "',
    "\u001b[1089::99;5u": "ctrl+c",
    "\u001b[97;1:1u\u001b[97;1:2u\u001b[97;1:3u\u001b[1;1:3A": '"a" "a"',
    "\u001b[99;9u\u001b[57441u\u001b[57358u": "",
    "\u001b[57400u\u001b[57413u\u001b[57414u\u001b[57419;5u\u001b[57426u": '"1" "+" enter ctrl+up delete',
    "\u001b[27;2;13~\u001b[27;5;105~\u001b[27;6;67~\u001b[27;5;9~": "shift+enter ctrl+i ctrl+shift+c ctrl+tab",
  };

  expect(Object.fromEntries(Object.keys(sent).map((bytes) => [bytes, keysOf(bytes)]))).toEqual(sent);
});

verifies("tui.keys.decode", "an Escape that nothing follows", () => {
  const decoder = new KeyDecoder(() => {});
  const after = (bytes: string): string[] => {
    const keys = decoder.push(Buffer.from(bytes));
    const waits = decoder.undecided ? ["…"] : [];
    return [...keys, ...decoder.flush()].map(named).concat(waits);
  };

  expect([after("\u001b"), after("\u001b\u001b"), after("\u001b\u001bx"), after("a\u001bO"), after("\u001b]"), after("\u001bP")]).toEqual([
    ["escape", "…"],
    ["escape", "escape", "…"],
    ["escape", "alt+x"],
    ['"a"', "alt+shift+o", "…"],
    ["alt+]", "…"],
    ["alt+shift+p", "…"],
  ]);
  // A slow connection: what can only be the beginning of a sequence is waited for.
  expect([after("\u001b["), after("1;5"), after("A"), after("\u001b]11;rgb:"), after("0/0/0\u0007x")]).toEqual([
    [],
    [],
    ["ctrl+up"],
    [],
    ['"x"'],
  ]);
});

verifies("tui.keys.garbage", "answers are told from keys", () => {
  const { keys, replies } = decode(
    "a\u001b[?62;4c\u001b[?1u\u001b[12;40R\u001b]11;rgb:1e1e/1e1e/2e2e\u001b\\\u001b]11;rgb:f/f/f\u0007\u001b[?2026;2$y\u001bP>|XTerm(379)\u001b\\\u001b[>84;0;0cb",
  );

  expect(keys).toEqual([
    { type: "text", text: "a" },
    { type: "text", text: "b" },
  ]);
  expect(replies).toEqual([
    { type: "attributes", parameters: "62;4" },
    { type: "keyboard", flags: 1 },
    { type: "cursor", row: 12, column: 40 },
    { type: "background", colour: "rgb:1e1e/1e1e/2e2e" },
    { type: "background", colour: "rgb:f/f/f" },
    { type: "mode", mode: 2026, state: 2 },
    { type: "version", version: "XTerm(379)" },
  ]);
});

verifies("tui.keys.garbage", "what is no key types nothing", () => {
  const sent = {
    "\u001b[<0;10;20M\u001b[<0;10;20m\u001b[M !!x": '"x"',
    "\u001b[?1;2xa": '"a"',
    "\u001b_Gi=1;OK\u001b\\a": '"a"',
    "\u001b[99999999999999999999ua": '"a"',
    [`\u001b[${"1".repeat(100_000)}Aa`]: '"a"',
    [`\u001b]52;c;${"A".repeat(100_000)}\u0007a`]: '"a"',
    "\u001b[12\u001b[A": "up",
    "\u001b]0;never ended\ra": 'enter "a"',
    "\u001b[1\u0003": "ctrl+c",
  };

  expect(Object.fromEntries(Object.keys(sent).map((bytes) => [bytes, keysOf(bytes)]))).toEqual(sent);
  expect(decode(Buffer.from([0x61, 0xff, 0xc3, 0x0d, 0xc2, 0x9b, 0x62, 0xe4, 0xb8])).keys.map(named)).toEqual(['"a"', "enter", '"b"']);
});

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        "\u001b",
        "[",
        "]",
        "O",
        "P",
        "1",
        ";",
        "2",
        "7",
        "u",
        "~",
        "200~",
        "\u001b[201~",
        "\u0007",
        "\\",
        "ü",
        "世",
        "👍🏽",
        "\r",
        "A",
        "M",
        "?",
        "c",
      ),
      { maxLength: 40 },
    )
    .map((parts) => Buffer.from(parts.join(""))),
);

verifies("tui.keys.garbage", "any bytes", () => {
  fc.assert(
    fc.property(bytes, (data) => {
      for (const key of decode(data).keys) if (key.type === "text") expect(key.text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\ufffd]|^$/);
    }),
    { numRuns: 1000 },
  );
});

/** Texts that were cut are one again. */
function joined(keys: readonly Key[]): Key[] {
  const whole: Key[] = [];
  for (const key of keys) {
    const last = whole.at(-1);
    if (key.type === "text" && last?.type === "text") whole[whole.length - 1] = { type: "text", text: last.text + key.text };
    else whole.push(key);
  }
  return whole;
}

verifies("tui.keys.splits", () => {
  // A paste that hides its end is told by what comes with it in one chunk.
  const honest = bytes.filter((data) => Buffer.from(data).toString("latin1").split("\u001b[201~").length <= 2);
  fc.assert(
    fc.property(honest, fc.array(fc.nat(), { maxLength: 20 }), (data, cuts) => {
      const [whole, cut] = [decode(data), decode(data, cuts)];
      expect(joined(cut.keys)).toEqual(joined(whole.keys));
      expect(cut.replies).toEqual(whole.replies);
    }),
    { numRuns: 2000 },
  );
});

verifies("tui.keys.paste", () => {
  expect(keysOf("a\u001b[200~one\rtwo\r\nthree\n\u0003\u001b[A\ttab $' ü\u001b[201~b")).toBe(
    String.raw`"a" paste "one\ntwo\nthree\n\u0003\u001b[A\ttab $' ü" "b"`,
  );
  expect(keysOf("\u001b[200~\u001b[201~\u001b[200~x\u001b[201~")).toBe('paste "" paste "x"');
});

verifies("tui.keys.paste", "an end that is hidden in the text does not let the rest be typed", () => {
  expect(keysOf("\u001b[200~harmless\u001b[201~rm -rf ~\r\u001b[201~a")).toBe(String.raw`paste "harmlessrm -rf ~\n" "a"`);
  expect(keysOf("\u001b[201~a")).toBe('"a"');
});

verifies("tui.keys.paste", "any text, cut anywhere", () => {
  const text = fc.string({ unit: "grapheme" }).filter((one) => !one.includes("\u001b"));
  fc.assert(
    fc.property(text, fc.array(fc.nat(), { maxLength: 20 }), (pasted, cuts) => {
      expect(decode(`\u001b[200~${pasted}\u001b[201~`, cuts).keys).toEqual([{ type: "paste", text: pasted.replaceAll(/\r\n?/g, "\n") }]);
    }),
  );
});

verifies("tui.keys.paste", "ten megabytes in chunks as small as those of a pty", () => {
  const decoder = new KeyDecoder(() => {});
  const chunk = Buffer.from("0123456789abcdef".repeat(64));
  decoder.push(Buffer.from("\u001b[200~"));
  for (let sent = 0; sent < 10_000; sent++) decoder.push(chunk);
  const [key] = decoder.push(Buffer.from("\u001b[201~"));

  expect(key?.type === "paste" && key.text.length).toBe(10_240_000);
});
