/** Roads out of a box without namespaces. Needs no packages, so that another user can run it from a copy. */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeRuntime } from "../runtimes.ts";

const connect = (address: string): string =>
  `perl -MSocket -e 'socket(S, AF_UNIX, SOCK_STREAM, 0) && connect(S, pack_sockaddr_un(${address})) && print "SUCCESS"'`;

/** Every attack by name, and whether it succeeded in that sandbox. */
export async function attackFrom(sandbox: string): Promise<Record<string, boolean>> {
  const outside = realpathSync(mkdtempSync(join(tmpdir(), "fettle-escape-")));
  mkdirSync(join(outside, ".ssh"));
  writeFileSync(join(outside, ".ssh/id"), "key-of-the-user");
  const homeBefore = process.env["HOME"];
  process.env["HOME"] = outside;
  process.env["FETTLE_TEST_KEY"] = "key-of-the-harness";
  const mark = String(process.pid);
  const tcp = createServer((socket) => socket.end()).listen(0, "127.0.0.1");
  const abstract = createServer((socket) => socket.end()).listen(`\0fettle-${mark}`);
  const named = createServer((socket) => socket.end()).listen(join(outside, "socket"));
  const udp = createSocket("udp4").bind(0, "127.0.0.1");
  await Promise.all([tcp, abstract, named, udp].map((server) => once(server, "listening")));
  let datagrams = 0;
  udp.on("message", () => datagrams++);
  const { port } = tcp.address() as { port: number };
  const victim = (name: string): string => {
    writeFileSync(join(outside, name), "content");
    return join(outside, name);
  };
  const sleeper = (await import("node:child_process")).spawn("sleep", ["1000"], {
    stdio: "ignore",
    env: { ...process.env, SECRET: "key-of-another" },
  });
  await once(sleeper, "spawn");
  try {
    await using test = await makeRuntime(sandbox);
    const says = async (script: string, word = "SUCCESS"): Promise<boolean> => (await test.run(script)).output.includes(word);
    const lost = async (script: string, path: string): Promise<boolean> => {
      await test.run(script);
      return statSync(path, { throwIfNoEntry: false })?.size !== "content".length;
    };
    const [emptied, removed, renamed, overwritten] = ["a", "b", "c", "d"].map(victim);
    await test.run("echo mine > file");
    return {
      "create outside": await says(`echo x > ${outside}/made && echo SUCCESS`),
      "create through a link": await says(`ln -s ${outside} link; echo x > link/by-link && echo SUCCESS`),
      "create through /proc/self/root": await says(`echo x > /proc/self/root${outside}/by-proc && echo SUCCESS`),
      "overwrite outside": await lost(`echo x > ${overwritten}`, overwritten!),
      "empty by path": await lost(`perl -e 'truncate("${emptied}", 0)'`, emptied!),
      "remove outside": await lost(`rm -f ${removed}`, removed!),
      "move in from outside": await lost(`mv ${renamed} .`, renamed!),
      "hard link to the outside": await says(`ln file ${outside}/linked && echo SUCCESS`),
      "make a folder outside": await says(`mkdir ${outside}/folder && echo SUCCESS`),
      "write to the folder for temporary files": await says(
        `echo x > ${outside}/../fettle-${mark} && rm ${outside}/../fettle-${mark} && echo SUCCESS`,
      ),
      "read a key of the home": await says(`cat ${outside}/.ssh/id`, "key-of-the-user"),
      "list the home": await says(`ls -A ${outside}`, ".ssh"),
      "connect by TCP": await says(`exec 3<>/dev/tcp/127.0.0.1/${port} && echo SUCCESS`),
      "listen by TCP": await says(`perl -MSocket -e 'socket(S, AF_INET, SOCK_STREAM, 0) && listen(S, 1) && print "SUCCESS"'`),
      IPv6: await says(`perl -MSocket -e 'socket(S, AF_INET6, SOCK_DGRAM, 0) && print "SUCCESS"'`),
      "send by UDP": await arrives(
        () => test.run(`echo x > /dev/udp/127.0.0.1/${udp.address().port}`),
        () => datagrams > 0,
      ),
      "connect to an abstract socket": await says(connect(`"\\0fettle-${mark}"`)),
      "connect to a socket with a name": await says(connect(`"${outside}/socket"`)),
      "signal the harness": await says(`kill -0 ${process.pid} && echo SUCCESS`),
      "end another process": await says(`kill -CONT ${sleeper.pid} && echo SUCCESS`),
      "trace the harness": await says(
        `perl -e 'syscall(${process.arch === "arm64" ? 117 : 101}, 0x4206, ${process.pid}, 0, 0) == 0 && print "SUCCESS"'`,
      ),
      "read another process's variables": await says(`tr '\\0' '\\n' < /proc/${sleeper.pid}/environ`, "key-of-another"),
      "read the harness's memory": await says(`exec 3< /proc/${process.pid}/mem && echo SUCCESS`),
      "see the harness's descriptors": await says(`readlink /proc/${process.pid}/fd/0 /proc/${process.pid}/fd/1 && echo SUCCESS`),
      "go through the harness's root": await says(`ls /proc/${process.pid}/root/ && echo SUCCESS`),
      "set-user-ID": await says("chmod 4755 file && echo SUCCESS"),
      "set-group-ID by a descriptor": await says(`perl -e 'open(F, "file") && chmod(02755, *F) && print "SUCCESS"'`),
    };
  } finally {
    sleeper.kill("SIGKILL");
    for (const server of [tcp, abstract, named, udp]) server.close();
    process.env["HOME"] = homeBefore;
    rmSync(outside, { recursive: true });
  }
}

async function arrives(act: () => Promise<unknown>, has: () => boolean): Promise<boolean> {
  await act();
  for (let turns = 0; turns < 20 && !has(); turns++) await new Promise((resolve) => setTimeout(resolve, 5));
  return has();
}

/** What the kernel of this machine lets nobody do, whatever box there is: not even the control succeeds. */
export function impossibleHere(): string[] {
  const scope = statSync("/proc/sys/kernel/yama/ptrace_scope", { throwIfNoEntry: false });
  if (scope === undefined || readFileSync("/proc/sys/kernel/yama/ptrace_scope", "utf8").trim() === "0") return [];
  return ["trace the harness", "read the harness's memory"];
}
