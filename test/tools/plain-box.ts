/** A box without any confinement. */
import { spawn } from "node:child_process";
import { chmod, mkdir, open, readFile, readdir, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { FettleError } from "../../src/contract/error.ts";
import type { Box, CommandOptions, CommandResult, Files, JobStatus, Jobs } from "../../src/contract/sandbox.ts";

export function plainBox(root: string): Box {
  const jobs = plainJobs(root);
  return {
    files: plainFiles(root),
    jobs,
    run: (script, options) => exec(["bash", "--norc", "--noprofile", "-c", script], options),
    exec,
  };
  async function exec(argv: readonly string[], o: CommandOptions): Promise<CommandResult> {
    const started = Date.now();
    const chunks: Buffer[] = [];
    const child = spawn(argv[0]!, argv.slice(1), { cwd: join(root, o.cwd ?? "."), detached: true, stdio: ["ignore", "pipe", "pipe"] });
    let timedOut = false;
    const kill = () => {
      if (child.pid) process.kill(-child.pid, "SIGTERM");
    };
    const timer = o.timeoutMs ? setTimeout(() => ((timedOut = true), kill()), o.timeoutMs) : undefined;
    o.signal?.addEventListener("abort", kill);
    for (const s of [child.stdout, child.stderr])
      s.on("data", (c: Buffer) => {
        chunks.push(c);
        o.onOutput?.(c);
      });
    const [exitCode, signal] = await new Promise<[number | null, string | null]>((done) => {
      child.on("close", (c, s) => done([c, s]));
      child.on("error", () => done([127, null]));
    });
    clearTimeout(timer);
    const output = Buffer.concat(chunks);
    return {
      exitCode,
      signal,
      timedOut,
      aborted: o.signal?.aborted ?? false,
      output,
      totalBytes: output.length,
      omittedBytes: 0,
      outputHash: "",
      ms: Date.now() - started,
    };
  }
}

function plainFiles(root: string): Files {
  const resolvePath = (path: string) => {
    const full = resolve(root, path);
    if (full !== root && !full.startsWith(root + sep)) throw new FettleError("sandbox.outside", `${path} leads out of the workspace.`);
    return relative(root, full) || ".";
  };
  const inside = async (path: string) => {
    const full = join(root, resolvePath(path));
    const real = await realpath(full).catch(async (e: NodeJS.ErrnoException) => {
      if (e.code === "ENOENT") return full;
      throw e;
    });
    if (real !== root && !real.startsWith(root + sep))
      throw new FettleError("sandbox.outside", `${path} leads out of the workspace, to ${real}.`);
    return real;
  };
  return {
    resolve: resolvePath,
    async facts(path) {
      const s = await stat(await inside(path));
      return {
        type: s.isSymbolicLink() ? "symlink" : s.isFile() ? "file" : s.isDirectory() ? "directory" : "other",
        size: s.size,
        mode: s.mode & 0o7777,
        mtimeMs: s.mtimeMs,
      };
    },
    async read(path, window) {
      const file = await inside(path);
      if (!window) return readFile(file);
      await using handle = await open(file);
      const buffer = Buffer.alloc(window.maxBytes);
      const { bytesRead } = await handle.read(buffer, 0, window.maxBytes, window.offset);
      return buffer.subarray(0, bytesRead);
    },
    async write(path, content) {
      const file = await inside(path);
      await mkdir(dirname(file), { recursive: true });
      const mode = await stat(file).then(
        (s) => s.mode,
        () => undefined,
      );
      await writeFile(`${file}.tmp`, content);
      if (mode !== undefined) await chmod(`${file}.tmp`, mode);
      await rename(`${file}.tmp`, file);
    },
    remove: async (path) => rm(await inside(path)),
    async rename(from, to) {
      const target = await inside(to);
      await mkdir(dirname(target), { recursive: true });
      await rename(await inside(from), target);
    },
    async list(path) {
      return (await readdir(await inside(path), { withFileTypes: true })).map((e) => ({
        name: e.name,
        type: e.isSymbolicLink() ? "symlink" : e.isFile() ? "file" : e.isDirectory() ? "directory" : "other",
      }));
    },
  };
}

function plainJobs(root: string): Jobs {
  const all = new Map<string, { status: JobStatus; output: Buffer; changed: Set<() => void>; pid: number }>();
  return {
    async start(script, { cwd = "." }) {
      const child = spawn("bash", ["-c", script], { cwd: join(root, cwd), detached: true });
      const status: JobStatus = { id: `${all.size + 1}`, command: script, running: true, exitCode: null, signal: null, totalBytes: 0 };
      const job = { status, output: Buffer.alloc(0) as Buffer, changed: new Set<() => void>(), pid: child.pid! };
      all.set(status.id, job);
      const changed = () => job.changed.forEach((f) => f());
      for (const s of [child.stdout, child.stderr])
        s.on("data", (c: Buffer) => {
          job.output = Buffer.concat([job.output, c]);
          status.totalBytes = job.output.length;
          changed();
        });
      child.on("close", (c, s) => {
        Object.assign(status, { running: false, exitCode: c, signal: s });
        changed();
      });
      return status;
    },
    list: () => [...all.values()].map((j) => ({ ...j.status })),
    output(id, offset, maxBytes) {
      const { output } = all.get(id)!;
      const part = output.subarray(offset, offset + maxBytes);
      return { text: part.toString(), nextOffset: offset + part.length, droppedBytes: 0 };
    },
    waitFor(id, pattern, timeoutMs) {
      const job = all.get(id)!;
      return new Promise((done) => {
        const finish = (v: boolean) => {
          clearTimeout(timer);
          job.changed.delete(look);
          done(v);
        };
        const look = () => {
          if (pattern.test(job.output.toString())) finish(true);
          else if (!job.status.running) finish(false);
        };
        const timer = setTimeout(() => finish(false), timeoutMs);
        job.changed.add(look);
        look();
      });
    },
    async stop(id) {
      const job = all.get(id)!;
      if (job.status.running) {
        const ended = new Promise<void>((done) => job.changed.add(() => job.status.running || done()));
        process.kill(-job.pid);
        await ended;
      }
      return { ...job.status };
    },
  };
}
