/** What programs in a box reach, and what they do not. */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { createAuthority } from "../../../src/sandbox/network/authority.ts";
import { run } from "../../../src/testing/index.ts";
import { verifies } from "../../verifies.ts";
import { openNetworkBox } from "./box.ts";
import { gitBackend } from "./git-server.ts";
import { npmRegistry, pipIndex } from "./registry.ts";
import { brief, elsewhere, startWeb, type Web } from "./servers.ts";

async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "fettle-network-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** A server of TLS, with an authority that the harness trusts because its own environment says so. */
async function startSecureWeb(
  folder: string,
  handle?: Parameters<typeof startWeb>[0] extends { handle?: infer Handle } | undefined ? Handle : never,
) {
  const authority = await createAuthority();
  const file = join(folder, "upstream.pem");
  await writeFile(file, authority.certificate);
  const web = await startWeb({ authority, ...(handle !== undefined && { handle }) });
  return { web, env: { NODE_EXTRA_CA_CERTS: file } };
}

const toElsewhere = async () => [elsewhere];

verifies("network.only-way", "C58: around the proxy", async () => {
  const external = Object.values(networkInterfaces())
    .flat()
    .find((found) => found !== undefined && !found.internal && found.family === "IPv4")?.address;
  await using web = await startWeb({ address: "0.0.0.0" });
  await using box = await openNetworkBox({ allow: [`good.example:${web.port}`] });
  const hosts = [elsewhere, "127.0.0.1", ...(external === undefined ? [] : [external])];
  const roads = hosts.flatMap((host) => [
    `curl -sS -m 5 --noproxy '*' http://${host}:${web.port}/`,
    `exec 3<>/dev/tcp/${host}/${web.port} && printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3`,
    `env -i ${process.execPath} -e 'fetch("http://${host}:${web.port}/").then(r => r.text()).then(console.log)'`,
  ]);
  const works = async (runIt: (script: string) => Promise<{ stdout: string }>) => {
    const answers: boolean[] = [];
    for (const road of roads) answers.push((await runIt(road)).stdout.includes("ok"));
    return answers;
  };

  expect(await works((script) => box.run(script))).toEqual(roads.map(() => false));
  expect(web.seen).toEqual([]);
  // Positive control.
  expect(await works((script) => box.runOutside(script))).toEqual(roads.map(() => true));
});

verifies("network.no-resolver", "C62", async () => {
  const server = createSocket("udp4");
  let packets = 0;
  server.on("message", () => packets++);
  server.bind(0, elsewhere);
  await once(server, "listening");
  const { port } = server.address();
  const resolved: string[] = [];
  const resolve = async (host: string) => (resolved.push(host), [elsewhere]);
  await using box = await openNetworkBox({ allow: ["good.example"], resolve });
  const datagram = `${process.execPath} -e 'const s = require("dgram").createSocket("udp4"); s.send("secret.evil.example", ${port}, "${elsewhere}", () => s.close()); s.on("error", () => {})'`;
  const lookups = [
    "getent ahosts secret.evil.example",
    "getent ahosts good.example",
    "ping -c 1 -W 1 secret.evil.example",
    `${process.execPath} -e 'require("dns").lookup("secret.evil.example", (error) => process.exit(error ? 2 : 0))'`,
    "curl -sS -f http://secret.evil.example/",
    "curl -sS -f https://secret.evil.example/",
  ];

  await box.run(datagram);
  const codes: (number | null)[] = [];
  for (const lookup of lookups) codes.push((await box.run(lookup)).code);

  expect({ failed: codes.every((code) => code !== 0), packets, resolved }).toEqual({ failed: true, packets: 0, resolved: [] });
  // Positive control.
  const arrived = once(server, "message");
  await box.runOutside(datagram);
  await arrived;
  server.close();
});

verifies("network.unlisted", "curl is told why, and what is listed works", async () => {
  await using web = await startWeb();
  await using box = await openNetworkBox({ allow: [`good.example:${web.port}`, web.at], resolve: toElsewhere });

  const good = await box.run(`curl -sS http://good.example:${web.port}/`);
  const plain = await box.run("curl -sS http://evil.example/");
  const secure = await box.run("curl -sSv https://evil.example/");

  expect({
    good: good.stdout,
    plain: plain.stdout.includes("evil.example port 80 may not be reached"),
    secure: secure.stderr.includes("evil.example port 443 may not be reached"),
    records: box.records.map(brief),
  }).toEqual({
    good: "ok",
    plain: true,
    secure: true,
    records: [
      `allow GET good.example:${web.port} by good.example:${web.port}`,
      "deny GET evil.example:80 by network.allow",
      "deny CONNECT evil.example:443 by network.allow",
    ],
  });
});

verifies("network.empty", "C64: in a box", async () => {
  await using web = await startWeb();
  await using box = await openNetworkBox({ allow: [] });

  const { code } = await box.run(`curl -sS -f http://${web.at}/`);

  expect({ code, seen: web.seen }).toEqual({ code: 22, seen: [] });
});

verifies("network.tls", "programs in the box trust it, each by its own variable", async () => {
  await using folder = await temporaryFolder();
  const { web, env } = await startSecureWeb(folder.path);
  await using _web: Web = web;
  const host = `api.example:${web.port}`;
  await using box = await openNetworkBox({ allow: [host, web.at], resolve: toElsewhere, env });
  const programs = {
    curl: `curl -sS https://${host}/`,
    node: `node -e 'fetch("https://${host}/").then((r) => r.text()).then(console.log)'`,
    python: `python3 -c 'import urllib.request; print(urllib.request.urlopen("https://${host}/").read().decode())'`,
    openssl: `openssl s_client -proxy 127.0.0.1:\${HTTP_PROXY##*:} -connect ${host} -servername api.example -CAfile $SSL_CERT_FILE -verify_return_error </dev/null | grep -o 'Verification: OK' | sed 's/.*/ok/'`,
  };

  const answers: Record<string, string> = {};
  for (const [name, script] of Object.entries(programs)) {
    const { stdout, stderr } = await box.run(script);
    answers[name] = stdout.trim() === "ok" ? "ok" : stdout + stderr;
  }

  expect(answers).toEqual(Object.fromEntries(Object.keys(programs).map((name) => [name, "ok"])));
  // Positive control: it is the bundle that makes them trust it.
  expect((await box.run(`env -u CURL_CA_BUNDLE -u SSL_CERT_FILE curl -sS https://${host}/`)).code).toBe(60);
});

verifies("network.secrets", "the box has the stand-in alone", async () => {
  await using folder = await temporaryFolder();
  const { web, env } = await startSecureWeb(folder.path);
  await using _web: Web = web;
  const host = `api.example:${web.port}`;
  const secrets = { GITHUB_TOKEN: { hosts: [host] } };
  await using box = await openNetworkBox({
    allow: [host, web.at],
    resolve: toElsewhere,
    secrets,
    env: { ...env, GITHUB_TOKEN: "ghp_real" },
  });

  const { stdout } = await box.run(
    `env; curl -sS -H "Authorization: Bearer $GITHUB_TOKEN" https://${host}/user; curl -sS -u me:$GITHUB_TOKEN https://${host}/basic`,
  );

  expect({
    real: stdout.includes("ghp_real"),
    standIn: /GITHUB_TOKEN=fettle-sentinel-[\da-f]{32}\n/.test(stdout),
    seen: web.seen.map(({ headers }) => headers.authorization),
  }).toEqual({
    real: false,
    standIn: true,
    seen: ["Bearer ghp_real", `Basic ${Buffer.from("me:ghp_real").toString("base64")}`],
  });
});

verifies("network.git", "C65", async () => {
  await using folder = await temporaryFolder();
  const git = "git -c user.name=a -c user.email=a@example.com -c init.defaultBranch=main";
  await run(
    [
      "bash",
      "-c",
      `${git} init -q src && cd src && echo hello > file && git add . && ${git} commit -qm one && git clone -q --bare . ../repo.git && git -C ../repo.git config http.receivepack true`,
    ],
    { cwd: folder.path },
  );
  const { web, env } = await startSecureWeb(folder.path, gitBackend(folder.path));
  await using _web: Web = web;
  const host = `git.example:${web.port}`;
  const options = { allow: [host, web.at], resolve: toElsewhere, env };
  await using box = await openNetworkBox(options);
  await using writing = await openNetworkBox({ ...options, write: [host] });
  const clone = `git clone -q https://${host}/repo.git && cat repo/file`;
  const push = `cd repo && echo more >> file && ${git} commit -qam two && git push -q`;

  expect((await box.run(clone)).stdout).toBe("hello\n");
  const refused = await box.run(push);
  expect({
    code: refused.code,
    why: refused.stderr.includes("403"),
    records: box.records.filter(({ decision }) => decision === "deny").map(brief),
  }).toEqual({
    code: 128,
    why: true,
    records: [`deny GET ${host} by network.write`],
  });
  // Positive control.
  const { code, stderr } = await writing.run(`${clone} && ${push}`);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

verifies("network.registry", "D72: npm, whose scripts try to get out", async () => {
  await using folder = await temporaryFolder();
  // It has to know its own address.
  const registry: { handle?: Awaited<ReturnType<typeof npmRegistry>> } = {};
  const { web, env } = await startSecureWeb(folder.path, (message, response) => registry.handle?.(message, response));
  await using _web: Web = web;
  await using evil = await startWeb();
  const origin = `https://registry.example:${web.port}`;
  // Everything that an installed package may think of, and what it finds.
  const postinstall = `
const { execSync } = require("node:child_process");
const attempt = (command) => { try { return execSync(command, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], timeout: 20000 }).trim(); } catch { return "failed"; } };
require("node:fs").writeFileSync(process.env.INIT_CWD + "/found.json", JSON.stringify({
  direct: attempt("curl -sS -f -m 5 --noproxy '*' http://${evil.at}/"),
  proxied: attempt("curl -sS -f http://evil.example:${evil.port}/"),
  publish: attempt("curl -sS -f -X PUT -d x ${origin}/tiny"),
  reads: attempt("curl -sS -f ${origin}/other"),
  secrets: Object.values(process.env).filter((value) => value.includes("npm_real")).length,
}));`;
  registry.handle = await npmRegistry({ folder: folder.path, origin, postinstall });
  const host = `registry.example:${web.port}`;
  await using box = await openNetworkBox({
    allow: [host, web.at],
    resolve: toElsewhere,
    env: { ...env, NPM_TOKEN: "npm_real" },
    secrets: { NPM_TOKEN: { hosts: [host] } },
  });
  const project = join(box.folder, "package.json");
  await writeFile(project, JSON.stringify({ name: "app", version: "1.0.0", dependencies: { tiny: "1.0.0" } }));
  await writeFile(join(box.folder, ".npmrc"), `//${host}/:_authToken=\${NPM_TOKEN}\n`);
  const npm = {
    npm_config_registry: origin,
    npm_config_audit: "false",
    npm_config_ignore_scripts: "false",
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
  };

  const { code, stdout, stderr } = await box.run("npm install --package-lock-only && npm ci && node -p 'require(\"tiny\")'", npm);

  expect({ code, answer: stdout.trim().split("\n").at(-1), stderr: code === 0 ? "" : stderr + stdout }).toEqual({
    code: 0,
    answer: "42",
    stderr: "",
  });
  expect(JSON.parse(await readFile(join(box.folder, "found.json"), "utf8"))).toEqual({
    direct: "failed",
    proxied: "failed",
    publish: "failed",
    reads: "{}",
    secrets: 0,
  });
  expect(evil.seen).toEqual([]);
  // The registry itself was told the token.
  expect(new Set(web.seen.filter(({ url }) => url.startsWith("/tiny")).map(({ headers }) => headers.authorization))).toEqual(
    new Set(["Bearer npm_real"]),
  );
});

verifies("network.registry", "D72: pip", async () => {
  await using folder = await temporaryFolder();
  const { web, env } = await startSecureWeb(folder.path, await pipIndex(folder.path));
  await using _web: Web = web;
  const host = `pypi.example:${web.port}`;
  await using box = await openNetworkBox({ allow: [host, web.at], resolve: toElsewhere, env });
  const download = (index: string) =>
    `python3 -m pip download --isolated --disable-pip-version-check --no-deps --retries 0 --cert $PIP_CERT --proxy $HTTPS_PROXY -q -d wheels --index-url ${index}/simple tiny`;

  const refused = await box.run(download("https://unlisted.example"));
  const { code, stderr } = await box.run(download(`https://${host}`));

  expect({
    refused: refused.code,
    code,
    stderr: code === 0 ? "" : stderr,
    files: code === 0 ? await readdir(join(box.folder, "wheels")) : [],
  }).toEqual({
    refused: 1,
    code: 0,
    stderr: "",
    files: ["tiny-1.0-py3-none-any.whl"],
  });
});

verifies("network.local", async () => {
  await using web = await startWeb({ address: "127.0.0.1" });
  await using unlisted = await startWeb({ address: "127.0.0.1" });
  await using box = await openNetworkBox({ allow: [web.at] });

  const listed = await box.run(`curl -sS http://${web.at}/ && curl -sS -X POST http://${web.at}/`);
  const other = await box.run(`curl -sS -f http://${unlisted.at}/`);

  expect({
    listed: listed.stdout.startsWith("okPOST / would write to 127.0.0.1"),
    other: other.code,
    seen: web.seen.length + unlisted.seen.length,
  }).toEqual({
    listed: true,
    other: 7,
    seen: 1,
  });
});

verifies("network.ends", async () => {
  await using web = await startWeb();
  await using box = await openNetworkBox({ allow: [web.at] });
  const ask = `curl -sS http://${web.at}/`;
  const listening = async () => (await box.run("cat /proc/net/tcp")).stdout.split("\n").filter((line) => / 0A /.test(line)).length;

  const before = { answer: (await box.run(ask)).stdout, listening: await listening() };
  const hanging = box.run("exec 3<>/dev/tcp/127.0.0.1/3128; cat <&3; echo cut off");
  // The connection stands as soon as it is in the table.
  while (!(await box.run("cat /proc/net/tcp")).stdout.includes(" 01 ")) continue;
  box.network.close();
  const after = { answer: (await box.run(ask)).code, listening: await listening(), hanging: (await hanging).stdout };

  expect({ before, after }).toEqual({ before: { answer: "ok", listening: 2 }, after: { answer: 7, listening: 0, hanging: "cut off\n" } });
});

verifies("network.ends", "what cannot be opened says why", async () => {
  await expect(openNetworkBox({ holder: { pid: 2 ** 22 + 1, flags: [] }, allow: ["a.example"] })).rejects.toMatchObject({
    code: "sandbox.failed",
  });
  const nowhere = { folder: "/nonexistent/certificates", seenAs: "/nonexistent" };
  await expect(openNetworkBox({ allow: ["a.example"], certificates: nowhere })).rejects.toMatchObject({
    code: "sandbox.failed",
    at: nowhere.folder,
  });
  await expect(openNetworkBox({ allow: ["*"] })).rejects.toMatchObject({ code: "config.invalid", at: "network.allow" });
});
