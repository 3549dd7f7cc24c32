import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Programs that are real in the box, so that what starts other programs really does. All others succeed and do nothing. */
const tools = "bash env nice timeout nohup setsid stdbuf xargs find sed awk sort cat head tail ls tee git tar make perl".split(" ");
const batch = 2000;
const batchTimeoutMs = 30_000;

// What a script leaves running is waited for: `wait` does not know processes that lost their parent, and their hit would be the next script's.
const driver = `
command_not_found_handle() { return 0; }
export -f command_not_found_handle
exec 4<> <(:)
processes() { set -- /proc/[0-9]*; count=$#; }
settle() {
  for tries in {1..1000}; do
    processes
    if (( count <= own )); then return; fi
    read -r -t 0.002 <&4
  done
}
cd /scratch/w && echo x > a && echo x > b.txt && echo x > src/a.ts
: > /out/hit; : > /out/hits
i=0
read -r -t 0.1 <&4
processes; own=$count
while IFS= read -r -d '' script <&3; do
  echo "$i" >> /out/at
  ( exec </dev/null >/dev/null 2>&1 3<&- 4<&-; eval "$script"; wait )
  settle
  if [ -s /out/hit ]; then echo "$i" >> /out/hits; : > /out/hit; fi
  i=$((i+1))
done 3< /out/scripts
echo done >> /out/at
`;

export interface Oracle {
  /** Those of the scripts during which bash ran the program `evil`, and those that did not end. */
  run(scripts: readonly string[]): { executed: string[]; hung: string[] };
  [Symbol.dispose](): void;
}

/**
 * Runs scripts with real bash in a box that holds nothing but an empty folder, a few programs and `evil`, which leaves a mark.
 * Thousands per process; nothing of the machine can be reached or changed.
 */
export function openOracle(): Oracle {
  const folder = mkdtempSync(path.join(tmpdir(), "bash-oracle-"));
  const out = path.join(folder, "out");
  const shims = path.join(folder, "shims");
  for (const made of [out, shims]) mkdirSync(made);
  writeFileSync(path.join(folder, "driver.sh"), driver);
  for (const name of ["evil", "ls"]) {
    writeFileSync(path.join(shims, name), "#!/usr/bin/bash\necho x >> /out/hit\n");
    chmodSync(path.join(shims, name), 0o755);
  }
  const box = boxArguments(folder, out, shims);

  return {
    run(scripts) {
      const executed: string[] = [];
      const hung: string[] = [];
      for (let from = 0; from < scripts.length;) {
        const part = scripts.slice(from, from + batch);
        writeFileSync(path.join(out, "scripts"), part.map((script) => `${script}\0`).join(""));
        const result = spawnSync("bwrap", box, { stdio: ["ignore", "ignore", "pipe"], timeout: batchTimeoutMs, killSignal: "SIGKILL" });
        const at = existsSync(path.join(out, "at")) ? readFileSync(path.join(out, "at"), "utf8").trim().split("\n").at(-1) : undefined;
        if (!at) throw new Error(`the box did not start: ${result.signal ?? result.status} ${result.stderr.toString()}`);
        for (const index of readFileSync(path.join(out, "hits"), "utf8").trim().split("\n").filter(Boolean))
          executed.push(part[Number(index)] ?? "");
        const isHit = readFileSync(path.join(out, "hit"), "utf8") !== "";
        if (at === "done" && isHit) executed.push(`after ${part.at(-1)}`);
        if (at === "0" && isHit) executed.push(part[0] ?? "");
        // What runs when the time is up may only have had its turn late: it hangs when it was the first.
        if (at === "0") hung.push(part[0] ?? "");
        from += at === "done" ? part.length : Math.max(Number(at), 1);
        rmSync(path.join(out, "at"));
      }
      return { executed, hung };
    },
    [Symbol.dispose]() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The programs and the libraries they need, one by one: the root of the box is otherwise empty. */
function boxArguments(folder: string, out: string, shims: string): string[] {
  const bound = new Map<string, string>();
  for (const tool of tools) {
    const found = ["/usr/bin", "/bin"].map((bin) => path.join(bin, tool)).find((file) => existsSync(file));
    if (found === undefined) continue;
    bound.set(`/usr/bin/${tool}`, realpathSync(found));
    const libraries = spawnSync("ldd", [realpathSync(found)], { encoding: "utf8" }).stdout;
    for (const [library] of libraries.matchAll(/\/\S+\.so\S*/g)) bound.set(library, realpathSync(library));
  }
  for (const file of ["/etc/hostname", "/etc/passwd", "/etc/services"]) if (existsSync(file)) bound.set(file, file);
  const mounts = [...bound].flatMap(([inside, outside]) => ["--ro-bind", outside, inside]);
  return [
    "--unshare-all --die-with-parent --new-session --cap-drop ALL --clearenv --dev /dev --proc /proc --tmpfs /tmp --tmpfs /scratch --dir /scratch/w/src".split(
      " ",
    ),
    mounts,
    ["--symlink", "/usr/bin/bash", "/bin/sh", "--symlink", "/usr/bin/bash", "/usr/bin/sh", "--symlink", "/usr/bin/bash", "/bin/bash"],
    [
      "--ro-bind",
      shims,
      "/shims",
      "--ro-bind",
      shims,
      "/shims2",
      "--bind",
      out,
      "/out",
      "--ro-bind",
      path.join(folder, "driver.sh"),
      "/driver.sh",
    ],
    "--setenv PATH /usr/bin:/shims --setenv HOME /scratch --chdir /scratch/w -- /usr/bin/bash --norc --noprofile /driver.sh".split(" "),
  ].flat();
}
