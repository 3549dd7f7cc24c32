/** A registry for npm and an index for pip, each with one package. */
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { run } from "../../../src/testing/index.ts";

/** `postinstall` is what the package runs when it is installed. Whatever else is asked for, an audit among it, is answered by nothing found. */
export async function npmRegistry({
  folder,
  origin,
  postinstall,
}: {
  folder: string;
  origin: string;
  postinstall: string;
}): Promise<RequestListener> {
  const source = join(folder, "source");
  await mkdir(join(source, "package"), { recursive: true });
  const manifest = { name: "tiny", version: "1.0.0", scripts: { postinstall: "node postinstall.cjs" } };
  await writeFile(join(source, "package/package.json"), JSON.stringify(manifest));
  await writeFile(join(source, "package/index.js"), "module.exports = 42;\n");
  await writeFile(join(source, "package/postinstall.cjs"), postinstall);
  const file = join(folder, "tiny-1.0.0.tgz");
  await run(["tar", "-czf", file, "-C", source, "package"]);
  const tarball = await readFile(file);
  const dist = {
    tarball: `${origin}/tiny/-/tiny-1.0.0.tgz`,
    integrity: `sha512-${createHash("sha512").update(tarball).digest("base64")}`,
  };
  const packument = {
    name: "tiny",
    "dist-tags": { latest: "1.0.0" },
    versions: { "1.0.0": { ...manifest, hasInstallScript: true, dist } },
  };
  return (message, response) => {
    if (message.url === "/tiny") response.setHeader("content-type", "application/json").end(JSON.stringify(packument));
    else if (message.url === "/tiny/-/tiny-1.0.0.tgz") response.end(tarball);
    else response.setHeader("content-type", "application/json").end("{}");
  };
}

/** A wheel is a zip file, which Python can make. */
const makeWheel = `
import sys, zipfile
info = "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n"
wheel = "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
with zipfile.ZipFile(sys.argv[1], "w") as file:
    file.writestr("tiny.py", "answer = 42\\n")
    file.writestr("tiny-1.0.dist-info/METADATA", info)
    file.writestr("tiny-1.0.dist-info/WHEEL", wheel)
    file.writestr("tiny-1.0.dist-info/RECORD", "")
`;

export async function pipIndex(folder: string): Promise<RequestListener> {
  const name = "tiny-1.0-py3-none-any.whl";
  const { code, stderr } = await run(["python3", "-c", makeWheel, join(folder, name)]);
  if (code !== 0) throw new Error(stderr);
  const wheel = await readFile(join(folder, name));
  return (message, response) => {
    if (message.url === "/simple/tiny/") response.setHeader("content-type", "text/html").end(`<a href="/files/${name}">${name}</a>`);
    else if (message.url === `/files/${name}`) response.end(wheel);
    else response.writeHead(404).end();
  };
}
