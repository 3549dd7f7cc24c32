import { execFileSync } from "node:child_process";
import { once } from "node:events";
import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { fc } from "../properties.ts";
import { expect } from "vitest";
import { openFiles, type WorkspaceFiles } from "../../src/sandbox/files.ts";
import { toName, toPathBytes } from "../../src/sandbox/path-bytes.ts";
import { verifies } from "../verifies.ts";

interface TestFiles extends AsyncDisposable {
  files: WorkspaceFiles;
  workspace: string;
  /** Beside the workspace; holds `secret` with the text "secret". */
  outside: string;
}

async function makeFiles({ readOnly = false } = {}): Promise<TestFiles> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "fettle-test-")));
  const workspace = join(folder, "workspace");
  const outside = join(folder, "workspace-beside");
  await mkdir(workspace);
  await mkdir(outside);
  await writeFile(join(outside, "secret"), "secret");
  return {
    files: openFiles(workspace, { readOnly }),
    workspace,
    outside,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

const bytes = (text: string): Buffer => Buffer.from(text);
const refused = (at: string): object => ({ code: "sandbox.outside", at });

verifies("files.read", async () => {
  await using test = await makeFiles();
  await writeFile(join(test.workspace, "file"), "0123456789");
  const { files } = test;
  const windows = [
    undefined,
    { offset: 2, maxBytes: 3 },
    { offset: 8, maxBytes: 100 },
    { offset: 99, maxBytes: 1 },
    { offset: 0, maxBytes: 0 },
  ];
  expect(await Promise.all(windows.map(async (window) => (await files.read("file", window)).toString()))).toEqual([
    "0123456789",
    "234",
    "89",
    "",
    "",
  ]);
  expect((await files.read(join(test.workspace, "file"))).toString()).toBe("0123456789");
  expect(await files.facts("file")).toMatchObject({ type: "file", size: 10 });
  await expect(files.read("missing")).rejects.toMatchObject({
    code: "ENOENT",
    message: expect.stringContaining(join(test.workspace, "missing")) as string,
  });
  await expect(files.read("missing/deeper")).rejects.toMatchObject({ code: "ENOENT" });
  await expect(files.read("file/deeper")).rejects.toMatchObject({ code: "ENOTDIR" });
});

verifies("files.read", "2 GiB", async () => {
  await using test = await makeFiles();
  const size = 2 * 1024 * 1024 * 1024 + 5;
  await writeFile(join(test.workspace, "huge"), "");
  await truncate(join(test.workspace, "huge"), size);
  await expect(test.files.read("huge")).rejects.toMatchObject({ code: "EFBIG" });
  expect(await test.files.read("huge", { offset: size - 3, maxBytes: 100 })).toEqual(Buffer.alloc(3));
});

verifies("files.write", async () => {
  await using test = await makeFiles();
  const { files, workspace } = test;
  const umask = process.umask();

  await files.write("a/b/c", bytes("new"));
  await writeFile(join(workspace, "script"), "old");
  await chmod(join(workspace, "script"), 0o4751);
  await link(join(workspace, "script"), join(workspace, "hard"));
  await files.write("script", bytes("new"));

  expect(await readFile(join(workspace, "a/b/c"), "utf8")).toBe("new");
  expect((await stat(join(workspace, "a/b/c"))).mode & 0o7777).toBe(0o666 & ~umask);
  expect((await stat(join(workspace, "script"))).mode & 0o7777).toBe(0o4751);
  expect(await readFile(join(workspace, "hard"), "utf8")).toBe("old");
  expect(await readdir(workspace)).toEqual(["a", "hard", "script"]);
});

verifies("files.write", "a failed one leaves nothing", async () => {
  await using test = await makeFiles();
  await mkdir(join(test.workspace, "folder/full"), { recursive: true });
  await expect(test.files.write("folder", bytes("x"))).rejects.toMatchObject({ code: "EISDIR" });
  await expect(test.files.write(".", bytes("x"))).rejects.toMatchObject({ code: "EISDIR" });
  await expect(test.files.write("n".repeat(300), bytes("x"))).rejects.toMatchObject({ code: "ENAMETOOLONG" });
  await writeFile(join(test.workspace, "file"), "");
  await expect(test.files.write("file/below", bytes("x"))).rejects.toMatchObject({ code: "ENOTDIR" });
  expect(await readdir(test.workspace, { recursive: true })).toEqual(["file", "folder", "folder/full"]);
});

verifies("files.outside", "B29: by every call, and by every kind of link", async () => {
  await using test = await makeFiles();
  const { files, workspace, outside } = test;
  const secret = join(outside, "secret");
  await mkdir(join(workspace, "folder"));
  await symlink(secret, join(workspace, "to-file"));
  await symlink(outside, join(workspace, "to-folder"));
  await symlink("../../workspace-beside/secret", join(workspace, "folder/relative"));
  await symlink(join(outside, "missing"), join(workspace, "to-missing"));
  await symlink("/no/such/folder/file", join(workspace, "to-nowhere"));
  await symlink("folder/../to-folder", join(workspace, "in-two-steps"));
  await symlink("/proc/self/root", join(workspace, "by-proc"));
  await symlink("/proc/self/cwd", join(workspace, "by-cwd"));

  const targets: Record<string, string> = {
    "..": join(workspace, ".."),
    "../workspace-beside/secret": secret,
    "folder/../../workspace-beside/secret": secret,
    "/etc/passwd": "/etc/passwd",
    [secret]: secret,
    "to-file": secret,
    "to-folder/secret": secret,
    "to-folder/new/file": join(outside, "new/file"),
    "folder/relative": secret,
    "to-missing": join(outside, "missing"),
    "in-two-steps/secret": secret,
    "by-proc/etc/passwd": "/etc/passwd",
  };
  for (const [path, target] of Object.entries(targets)) {
    const error = refused(target);
    await expect.soft(files.read(path), path).rejects.toMatchObject(error);
    await expect.soft(files.write(path, bytes("x")), path).rejects.toMatchObject(error);
  }
  await expect(files.read("to-nowhere")).rejects.toMatchObject({ code: "sandbox.outside" });
  await expect(files.read("by-cwd/package.json")).rejects.toMatchObject({ code: "sandbox.outside" });
  await expect(files.list("to-folder")).rejects.toMatchObject(refused(outside));
  await expect(files.remove("to-folder/secret")).rejects.toMatchObject(refused(secret));
  await expect(files.facts("to-folder/secret")).rejects.toMatchObject(refused(secret));
  await expect(files.rename("to-folder/secret", "stolen")).rejects.toMatchObject(refused(secret));
  await expect(files.rename("folder", "to-folder/moved")).rejects.toMatchObject(refused(join(outside, "moved")));
  expect(() => files.resolve("../x")).toThrow(expect.objectContaining({ code: "sandbox.outside" }));
  expect(() => files.folder("to-folder")).toThrow(expect.objectContaining(refused(outside)));

  expect(await readdir(outside)).toEqual(["secret"]);
  expect(await readFile(secret, "utf8")).toBe("secret");
});

verifies("files.links", async () => {
  await using test = await makeFiles();
  const { files, workspace } = test;
  await mkdir(join(workspace, "real/deep"), { recursive: true });
  await writeFile(join(workspace, "real/deep/file"), "text");
  await symlink("real", join(workspace, "folder"));
  await symlink(join(workspace, "real/deep/file"), join(workspace, "absolute"));
  await symlink("folder/deep/../deep/file", join(workspace, "twice"));
  await symlink("real/made", join(workspace, "dangling"));

  for (const path of ["folder/deep/file", "absolute", "twice"]) expect((await files.read(path)).toString()).toBe("text");
  await files.write("twice", bytes("through the link"));
  await files.write("dangling", bytes("made"));

  expect(await readFile(join(workspace, "real/deep/file"), "utf8")).toBe("through the link");
  expect(await readFile(join(workspace, "real/made"), "utf8")).toBe("made");
  expect(await readlink(join(workspace, "twice"))).toBe("folder/deep/../deep/file");
  expect([files.target("twice"), files.target("dangling"), files.target("folder/new"), files.target("no/such")]).toEqual([
    "real/deep/file",
    "real/made",
    "real/new",
    "no/such",
  ]);
  expect(await files.facts("twice")).toMatchObject({ type: "symlink" });
  expect(await files.list("folder")).toEqual([
    { name: "deep", type: "directory" },
    { name: "made", type: "file" },
  ]);
});

/** Swaps two names for each other, over and over, until it is ended. */
const swapper = `
  const { renameSync, rmSync } = require("node:fs");
  const { workerData, parentPort } = require("node:worker_threads");
  const [one, two] = workerData;
  parentPort.postMessage("ready");
  const move = (from, to) => {
    for (;;) {
      try {
        return renameSync(from, to);
      } catch {
        try {
          rmSync(to, { recursive: true, force: true }); // Made by a write that found nothing there.
        } catch {}
      }
    }
  };
  for (;;) {
    move(one, one + ".aside");
    move(two, one);
    move(one + ".aside", two);
  }
`;

verifies("files.race", "B30: a folder and a link out change places all the time", async () => {
  await using test = await makeFiles();
  const { files, workspace, outside } = test;
  const [folder, trap] = [join(workspace, "folder"), join(workspace, "trap")];
  await mkdir(folder);
  await writeFile(join(folder, "secret"), "mine");
  await symlink(outside, trap);
  await using worker = new Worker(swapper, { eval: true, workerData: [folder, trap] });
  await once(worker, "message");

  const seen = { read: 0, written: 0, refused: 0, missing: 0 };
  const count = (error: NodeJS.ErrnoException): void => {
    if (error.code === "sandbox.outside") seen.refused++;
    else if (["ENOENT", "ENOTDIR", "ELOOP", "EEXIST"].includes(error.code ?? "")) seen.missing++;
    else throw error;
  };
  for (let round = 0; round < 2000; round++) {
    const read = await files.read("folder/secret").catch(count);
    if (read !== undefined) {
      seen.read++;
      expect(read.toString()).toBe("mine");
    }
    await files.write("folder/secret", bytes("mine")).then(() => seen.written++, count);
    await files.list("folder").catch(count);
  }

  await worker.terminate();
  expect(await readdir(outside)).toEqual(["secret"]);
  expect(await readFile(join(outside, "secret"), "utf8")).toBe("secret");
  expect(Object.entries(seen).filter(([what, times]) => what !== "missing" && times === 0)).toEqual([]);
});

verifies("files.race", "B30: the attack succeeds against a check before the use", async () => {
  await using test = await makeFiles();
  const { workspace, outside } = test;
  const [folder, trap] = [join(workspace, "folder"), join(workspace, "trap")];
  await mkdir(folder);
  await writeFile(join(folder, "secret"), "mine");
  await symlink(outside, trap);
  await using worker = new Worker(swapper, { eval: true, workerData: [folder, trap] });
  await once(worker, "message");

  for (;;) {
    const real = await realpath(join(folder, "secret")).catch(() => "");
    if (real !== join(folder, "secret")) continue;
    const read = await readFile(join(folder, "secret"), "utf8").catch(() => "");
    if (read === "secret") break;
  }
  await worker.terminate();
});

verifies("files.special", async () => {
  await using test = await makeFiles();
  const { files, workspace } = test;
  execFileSync("mkfifo", [join(workspace, "pipe")]);
  const server = createServer().listen(join(workspace, "socket"));
  await once(server, "listening");
  await symlink("loop-b", join(workspace, "loop-a"));
  await symlink("loop-a", join(workspace, "loop-b"));
  await symlink(".", join(workspace, "here"));

  const pipe = { code: "ENOTSUP", message: "ENOTSUP: pipe is not a regular file but a named pipe" };
  await expect(files.read("pipe")).rejects.toMatchObject(pipe);
  await expect(files.write("pipe", bytes("x"))).rejects.toMatchObject(pipe);
  await expect(files.write("socket", bytes("x"))).rejects.toMatchObject({ code: "ENOTSUP" });
  await expect(files.read("socket")).rejects.toMatchObject({ code: "ENXIO" });
  await expect(files.read("here")).rejects.toMatchObject({ code: "EISDIR" });
  await expect(files.read("loop-a")).rejects.toMatchObject({ code: "ELOOP", message: "ELOOP: too many symbolic links: loop-a" });
  await expect(files.read("loop-a/x")).rejects.toMatchObject({ code: "ELOOP" });
  await expect(files.write("loop-b", bytes("x"))).rejects.toMatchObject({ code: "ELOOP" });
  await expect(files.read("a\0b")).rejects.toThrow("without null bytes");
  expect(await files.facts("pipe")).toMatchObject({ type: "other" });
  server.close();
});

verifies("files.names", async () => {
  await using test = await makeFiles();
  const { files, workspace } = test;
  const raw = [
    bytes("line\nbreak"),
    bytes("esc\u001b[31m"),
    Buffer.from([0x66, 0xff, 0xc3]),
    bytes("\ufeffbom"),
    bytes("é\u{1f600}"),
    bytes("-rf"),
    bytes(" "),
  ];
  for (const name of raw) await writeFile(Buffer.concat([bytes(`${workspace}/`), name]), name);

  const listed = await files.list(".");
  expect(
    listed
      .map(({ name }) => toPathBytes(name))
      .map((name) => Buffer.from(name as string))
      .sort(Buffer.compare),
  ).toEqual(raw.toSorted(Buffer.compare));
  for (const { name } of listed) {
    expect(Buffer.from(toPathBytes(name) as string)).toEqual(await files.read(name));
    await files.write(`sub/${name}`, bytes("copy"));
    await files.remove(name);
  }
  expect(await files.list(".")).toEqual([{ name: "sub", type: "directory" }]);
  expect((await readdir(join(workspace, "sub"), { encoding: "buffer" })).sort(Buffer.compare)).toEqual(raw.toSorted(Buffer.compare));
});

verifies("files.names", "all byte strings", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 12 }), (name) => {
      const back = toPathBytes(toName(Buffer.from(name)));
      expect(Buffer.from(back as string)).toEqual(Buffer.from(name));
    }),
    { numRuns: 2000 },
  );
});

verifies("files.change", async () => {
  await using test = await makeFiles();
  const { files, workspace, outside } = test;
  await symlink(join(outside, "secret"), join(workspace, "link"));
  await mkdir(join(workspace, "empty"));
  await mkdir(join(workspace, "full/sub"), { recursive: true });

  await files.remove("link");
  await files.remove("empty");
  await expect(files.remove("full")).rejects.toMatchObject({ code: "ENOTEMPTY" });
  await files.rename("full", "new/place");
  await expect(files.rename("missing", "x")).rejects.toMatchObject({ code: "ENOENT" });

  expect(await readdir(workspace, { recursive: true })).toEqual(["new", "new/place", "new/place/sub"]);
  expect((await lstat(join(outside, "secret"))).isFile()).toBe(true);
});

verifies("sandbox.transaction-read-only", "files", async () => {
  await using test = await makeFiles({ readOnly: true });
  await writeFile(join(test.workspace, "file"), "");
  const readOnly = { code: "EROFS" };
  await expect(test.files.write("file", bytes("x"))).rejects.toMatchObject(readOnly);
  await expect(test.files.remove("file")).rejects.toMatchObject(readOnly);
  await expect(test.files.rename("file", "other")).rejects.toMatchObject(readOnly);
  expect(await readFile(join(test.workspace, "file"), "utf8")).toBe("");
});
