import { fc } from "../../properties.ts";
import { expect } from "vitest";
import { decodeText, encodeText } from "../../../src/tools/support/text-file.ts";
import { verifies } from "../../verifies.ts";

verifies("tools.text-encoding", "the encoding is told", () => {
  const utf16 = Buffer.from("hällo\n", "utf16le");
  const table: [Buffer, unknown][] = [
    [Buffer.from("héllo"), { text: "héllo", encoding: "utf-8", bom: false }],
    [Buffer.from("\ufeffx"), { text: "x", encoding: "utf-8", bom: true }],
    [Buffer.from("h\xe9llo \x93x\x94", "latin1"), { text: "héllo “x”", encoding: "windows-1252", bom: false }],
    [Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), { text: "hällo\n", encoding: "utf-16le", bom: true }],
    [Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]), { text: "hällo\n", encoding: "utf-16be", bom: true }],
    [utf16, { text: "hällo\n", encoding: "utf-16le", bom: false }],
    [Buffer.from(utf16).swap16(), { text: "hällo\n", encoding: "utf-16be", bom: false }],
    [Buffer.from([0, 1, 2, 3]), undefined],
    [Buffer.from("text\0text"), undefined],
    [Buffer.alloc(0), { text: "", encoding: "utf-8", bom: false }],
  ];
  expect(table.map(([bytes]) => decodeText(bytes))).toEqual(table.map(([, file]) => file));
});

verifies("tools.text-encoding", "any bytes", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
        fc.string({ unit: "binary" }).map((text) => Buffer.from(text)),
      ),
      (bytes) => {
        const file = decodeText(bytes);
        if (file !== undefined) expect(encodeText(file)).toEqual(Buffer.from(bytes));
      },
    ),
  );
});

verifies("tools.text-encoding", "a character without a spelling is not written as another one", () => {
  expect(encodeText({ text: "漢", encoding: "windows-1252", bom: false })).toBeUndefined();
});
