// `npm start` and `npm test` on a fresh machine: installs what is missing, then runs the command on the pinned Node.
// Plain JavaScript without dependencies: it runs before anything is installed, on whatever Node the system has.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const modules = path.join(root, "node_modules");
const node = path.join(modules, "node", "bin", process.platform === "win32" ? "node.exe" : "node");
const stamp = path.join(modules, ".fettle-installed");

function run(command, args, cwd) {
  const env = { ...process.env, npm_config_loglevel: "error" };
  const result = spawnSync(command, args, { cwd, env, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (result.status !== 0) {
    process.stderr.write(`fettle: \`${command} ${args.join(" ")}\` failed in ${cwd}. Mend that and try again.\n`);
    process.exit(1);
  }
}

function install() {
  const wanted = createHash("sha256")
    .update(readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  const installed = existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
  if (!installed) {
    process.stderr.write("Installing dependencies (once) …\n");
    // Not `npm ci`: it refuses a lockfile without the optional binaries of other platforms, which not every registry holds.
    run("npm", ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"], root);
  }
  // Install scripts are off; the pinned Node is the one package that needs its own.
  if (!existsSync(node)) run(process.execPath, ["installArchSpecificPackage.js"], path.join(modules, "node"));
  if (!installed) {
    mkdirSync(modules, { recursive: true });
    writeFileSync(stamp, wanted);
  }
}

install();
const [script, ...given] = process.argv.slice(2);
// `npm start` alone shows what Fettle does.
const args = script === "src/main.ts" && given.length === 0 ? ["demo"] : given;
// Commands run where the person stands, not where the package is.
const cwd = script === "src/main.ts" ? (process.env.INIT_CWD ?? process.cwd()) : root;
const env = { ...process.env, PATH: path.dirname(node) + path.delimiter + path.join(modules, ".bin") + path.delimiter + process.env.PATH };
const child = spawn(node, [path.join(root, script), ...args], { cwd, env, stdio: "inherit" });
// A terminal sends Ctrl-C to the child as well.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  process.stderr.write(`fettle: the pinned Node cannot be started: ${error.message}. Remove node_modules and try again.\n`);
  process.exit(1);
});
child.on("exit", (code, signal) => {
  if (signal === null) process.exit(code);
  // Ends as the child ended, so that the caller sees the signal too.
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
