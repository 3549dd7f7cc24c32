import { homedir } from "node:os";
import { expect } from "vitest";
import { droppedImages } from "../../../../src/surfaces/tui/editor/dropped-paths.ts";
import { verifies } from "../../../verifies.ts";

const files = new Set([
  "/tmp/a.png",
  "/tmp/my shot.PNG",
  "/tmp/it's.jpg",
  `${homedir()}/b.webp`,
  "/tmp/a.txt",
  "/tmp/ü.gif",
  "/tmp/$x.png",
]);
const images = (paste: string) => droppedImages(paste, (path) => files.has(path));

const cases: [paste: string, paths: string[] | undefined][] = [
  ["/tmp/a.png", ["/tmp/a.png"]],
  ["/tmp/a.png\n", ["/tmp/a.png"]],
  ["~/b.webp", [`${homedir()}/b.webp`]],
  ["'/tmp/my shot.PNG' ", ["/tmp/my shot.PNG"]],
  ['"/tmp/my shot.PNG"', ["/tmp/my shot.PNG"]],
  ["/tmp/my\\ shot.PNG", ["/tmp/my shot.PNG"]],
  ["/tmp/my shot.PNG", ["/tmp/my shot.PNG"]],
  ["file:///tmp/my%20shot.PNG", ["/tmp/my shot.PNG"]],
  ["file:///tmp/%C3%BC.gif\n/tmp/a.png", ["/tmp/ü.gif", "/tmp/a.png"]],
  ["'/tmp/it'\\''s.jpg' /tmp/a.png", ["/tmp/it's.jpg", "/tmp/a.png"]],
  ['"/tmp/\\$x.png"', ["/tmp/$x.png"]],
  ["/tmp/missing.png", undefined],
  ["/tmp/a.png /tmp/missing.png", undefined],
  ["/tmp/a.txt", undefined],
  ["look at /tmp/a.png", undefined],
  ["a.png", undefined],
  ["'/tmp/a.png", undefined],
  ["file://%zz/a.png", undefined],
  ["", undefined],
];

for (const [paste, paths] of cases)
  verifies("editor.images", JSON.stringify(paste), () => {
    expect(images(paste)).toEqual(paths);
  });
