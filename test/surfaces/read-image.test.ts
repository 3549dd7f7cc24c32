import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { readImage } from "../../src/surfaces/support/read-image.ts";
import { makeWorkspace } from "../verify/workspace.ts";
import { verifies } from "../verifies.ts";

const riff = (form: string): Buffer => Buffer.concat([Buffer.from("RIFF"), Buffer.from([0x0a, 0x0d, 0, 0]), Buffer.from(form)]);
const table: [what: string, content: Buffer, mediaType: string | undefined][] = [
  ["PNG", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), "image/png"],
  ["JPEG", Buffer.from([0xff, 0xd8, 0xff, 0xe0]), "image/jpeg"],
  ["GIF", Buffer.from("GIF89a"), "image/gif"],
  ["WebP", riff("WEBPVP8 "), "image/webp"],
  ["a sound", riff("WAVEfmt "), undefined],
  ["the head of a RIFF file alone", riff("WEB"), undefined],
  ["a text", Buffer.from("RIFF is not WEBP"), undefined],
  ["nothing", Buffer.from(""), undefined],
];

for (const [what, content, mediaType] of table) {
  verifies("surfaces.image", what, () => {
    using folder = makeWorkspace();
    const file = join(folder.path, "picture.png");
    writeFileSync(file, content);
    const read = () => readImage(file);
    if (mediaType === undefined) expect(read).toThrow("This is no image that models take");
    else expect(read()).toEqual({ type: "image", mediaType, data: content.toString("base64") });
  });
}
