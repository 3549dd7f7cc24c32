/** The proxy held against requests that no honest program makes. Each guard is shown to be what stops them. */
import { once } from "node:events";
import { connect as connectPlain, createServer, type AddressInfo } from "node:net";
import { connect as connectSecure, type TLSSocket } from "node:tls";
import { expect } from "vitest";
import { createAuthority } from "../../../src/sandbox/network/authority.ts";
import { FettleError } from "../../../src/contract/error.ts";
import { openSecrets } from "../../../src/sandbox/network/secrets.ts";
import { seed, wholeFrom } from "../../random.ts";
import { hostRuling } from "../../../src/policy/host-ruling.ts";
import { factsOf } from "../../policy/facts.ts";
import { rulesOf } from "../../policy/judge.ts";
import { verifies } from "../../verifies.ts";
import { brief, elsewhere, startProxy, startWeb, type TestProxy } from "./servers.ts";

const get = (url: string, host: string, more = "") => `GET ${url} HTTP/1.1\r\nHost: ${host}\r\n${more}Connection: close\r\n\r\n`;
const status = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);

/** What was answered within TLS, through a tunnel to `authority`. */
async function talkSecurely(proxy: TestProxy, { to, name, request }: { to: string; name?: string; request: string }): Promise<string> {
  const raw = connectPlain(proxy.port, "127.0.0.1");
  raw.write(`CONNECT ${to} HTTP/1.1\r\nHost: ${to}\r\n\r\n`);
  const [head] = (await once(raw, "data")) as [Buffer];
  if (!head.toString().startsWith("HTTP/1.1 200")) return head.toString();
  const host = name ?? to.replace(/:\d+$/, "");
  const secure: TLSSocket = connectSecure({
    socket: raw,
    servername: host,
    ca: proxy.authority.certificate,
    checkServerIdentity: () => undefined,
  });
  let told = "";
  secure.setEncoding("latin1").on("data", (text: string) => (told += text));
  secure.on("error", (error) => (told += error.message));
  secure.write(request);
  await once(secure, "close");
  return told;
}

verifies("network.unlisted", "C59, C60: by HTTP and by CONNECT", async () => {
  await using web = await startWeb();
  const attempt = async (allow: string[]) => {
    await using proxy = await startProxy({ allow });
    const plain = await proxy.talk(get(`http://evil.example:${web.port}/`, `evil.example:${web.port}`));
    const tunnel = await proxy.talk(`CONNECT evil.example:${web.port} HTTP/1.1\r\nHost: x\r\n\r\n`, get("/", `evil.example:${web.port}`));
    return { plain, tunnel, records: proxy.records.map(brief), resolved: proxy.resolved };
  };

  const refused = await attempt([`good.example:${web.port}`]);
  const sentence = `evil.example port ${web.port} may not be reached from the box: it is not in network.allow. A person can allow it with --allow-host evil.example:${web.port}.`;
  expect({
    ...refused,
    plain: [status(refused.plain), refused.plain.includes(sentence)],
    tunnel: [status(refused.tunnel), refused.tunnel.includes(sentence)],
  }).toEqual({
    plain: [403, true],
    tunnel: [403, true],
    records: [`deny GET evil.example:${web.port} by network.allow`, `deny CONNECT evil.example:${web.port} by network.allow`],
    // C62: a name tells nobody anything.
    resolved: [],
  });

  const control = await attempt([`evil.example:${web.port}`, web.at]);
  expect([status(control.plain), control.tunnel.includes("\r\nok") || control.tunnel.endsWith("ok")]).toEqual([200, true]);
});

verifies("network.empty", "C64", async () => {
  await using web = await startWeb();
  await using proxy = await startProxy({ allow: [] });

  const answers = [await proxy.talk(get(`http://${web.at}/`, web.at)), await proxy.talk(`CONNECT ${web.at} HTTP/1.1\r\nHost: x\r\n\r\n`)];

  expect({ answers: answers.map(status), seen: web.seen }).toEqual({ answers: [403, 403], seen: [] });
});

verifies("network.hosts-canonical", "C61: through the proxy", async () => {
  await using web = await startWeb();
  await using proxy = await startProxy({ allow: [`allowed.com:${web.port}`, web.at] });
  const ask = async (host: string) => status(await proxy.talk(get(`http://${host}:${web.port}/`, `${host}:${web.port}`)));
  const tunnel = async (host: string) =>
    status(await proxy.talk(`CONNECT ${host}:${web.port} HTTP/1.1\r\nHost: x\r\n\r\n`, get("/", `${host}:${web.port}`)));

  const good = ["allowed.com", "ALLOWED.COM", "allowed.com.", "0x7f.0.0.2", "2130706434", "[::ffff:127.0.0.2]"];
  const evil = [
    "allowed.com.evil.com",
    "allowed.com@evil.com",
    "evil.com%00.allowed.com",
    "allowed.com\0.evil.com",
    "allowed.com evil.com",
    "evil.com#allowed.com",
    "127.0.0.1",
    "2130706433",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "0",
  ];

  expect(await Promise.all(good.flatMap((host) => [ask(host), tunnel(host)]))).toEqual(good.flatMap(() => [200, 200]));
  const answers = await Promise.all(evil.flatMap((host) => [ask(host), tunnel(host)]));
  expect(answers.filter((answer) => ![400, 403].includes(answer))).toEqual([]);
  expect(proxy.resolved.filter((host) => host !== "allowed.com")).toEqual([]);
});

verifies("network.internal", "C63: a name that leads to the loopback, the cloud, the network", async () => {
  await using web = await startWeb();
  const names = {
    "metadata.example": "169.254.169.254",
    "lan.example": "192.168.1.1",
    "self.example": "127.0.0.1",
    "six.example": "fd00:ec2::254",
    "mapped.example": "::ffff:10.0.0.1",
    "test.example": elsewhere,
  };
  const entries = Object.keys(names).map((name) => `${name}:${web.port}`);
  const resolve = async (host: string) => ["93.184.216.34", names[host as keyof typeof names]];
  const ask = async (allow: string[]) => {
    await using proxy = await startProxy({ allow, resolve });
    const answers = await Promise.all(entries.map((host) => proxy.talk(get(`http://${host}/`, host))));
    return answers.map(status);
  };

  expect(await ask(entries)).toEqual(entries.map(() => 403));
  // Positive control: the one whose address is listed, too.
  await using proxy = await startProxy({ allow: [...entries, web.at], resolve: async () => [elsewhere] });
  expect(status(await proxy.talk(get(`http://test.example:${web.port}/`, `test.example:${web.port}`)))).toBe(200);
  // A port that is not the listed one is not listed.
  await using other = await startProxy({ allow: [...entries, `${elsewhere}:1`], resolve: async () => [elsewhere] });
  expect(status(await other.talk(get(`http://test.example:${web.port}/`, `test.example:${web.port}`)))).toBe(403);
});

verifies("network.resolved-once", "C63: a name that leads elsewhere when it is asked for again", async () => {
  await using web = await startWeb();
  const answers = [[elsewhere], ["127.0.0.1"], ["127.0.0.1"]];
  const resolve = async () => answers.shift() ?? ["127.0.0.1"];
  await using proxy = await startProxy({ allow: [`turning.example:${web.port}`, web.at], resolve });
  const host = `turning.example:${web.port}`;

  const kept = `GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  const told = await proxy.talk(kept, kept, get(`http://${host}/`, host));

  expect({
    answered: told.match(/HTTP\/1\.1 200/g)?.length,
    resolved: proxy.resolved,
    addresses: proxy.records.map(({ address }) => address),
  }).toEqual({
    answered: 3,
    resolved: ["turning.example"],
    addresses: [elsewhere, elsewhere, elsewhere],
  });
  // Positive control: whoever asks again is led to another address, and that is refused.
  expect(status(await proxy.talk(get(`http://${host}/`, host)))).toBe(403);
});

verifies("network.writes", "C65", async () => {
  await using web = await startWeb();
  const requests = ["POST", "PUT", "DELETE", "PATCH", "PROPFIND"].map(
    (method) =>
      `${method} http://${web.at}/gists?secret=1 HTTP/1.1\r\nHost: ${web.at}\r\nContent-Length: 4\r\nConnection: close\r\n\r\nleak`,
  );
  const disguised = get(`http://${web.at}/`, web.at, "X-HTTP-Method-Override: DELETE\r\n");
  const asked: unknown[] = [];
  const attempt = async (options: Parameters<typeof startProxy>[0]) => {
    await using proxy = await startProxy({ allow: [web.at], ...options });
    const answers = await Promise.all([...requests, disguised].map((request) => proxy.talk(request)));
    return answers.map(status);
  };
  const all = (code: number) => Array.from({ length: 6 }, () => code);

  expect({ answers: await attempt({}), seen: web.seen }).toEqual({ answers: all(403), seen: [] });
  expect(await attempt({ judge: async (request) => (asked.push(request), "deny") })).toEqual(all(403));
  expect(asked.slice(0, 1)).toEqual([{ host: elsewhere, port: web.port, method: "POST", path: "/gists" }]);
  expect(web.seen).toEqual([]);
  expect(await attempt({ judge: async () => "allow" })).toEqual(all(200));
  expect(await attempt({ write: [web.at] })).toEqual(all(200));
  // Writing allows nothing that is not allowed.
  expect(await attempt({ allow: ["x.example"], write: [web.at] })).toEqual(all(403));
  expect(web.seen.map(({ body }) => body)).toEqual(Array.from({ length: 12 }, (_, index) => (index % 6 === 5 ? "" : "leak")));
});

const hostRules = `[[rule]]
host = "*.evil.example"
decision = "deny"
reason = "Not there."

[[rule]]
host = "asked.example"
decision = "ask"
reason = "Say why."
`;

verifies("network.host-rules", "denied, by every road and on every list", async () => {
  await using web = await startWeb();
  const host = `a.evil.example:${web.port}`;
  const attempt = async (given: string) => {
    const facts = factsOf({ rules: rulesOf(given) });
    const lists = { allow: [`*.evil.example:${web.port}`, host, web.at], write: [host], tunnel: [`b.evil.example:${web.port}`] };
    await using proxy = await startProxy({ ...lists, ruled: (name) => hostRuling(name, facts), judge: async () => "allow" });
    const tunnelled = `b.evil.example:${web.port}`;
    const answers = [
      await proxy.talk(get(`http://${host}/`, host)),
      await proxy.talk(get(`http://A.EVIL.example.:${web.port}/`, host)),
      await proxy.talk(`POST http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`),
      await proxy.talk(`CONNECT ${host} HTTP/1.1\r\nHost: x\r\n\r\n`, get("/", host)),
      await proxy.talk(`CONNECT ${tunnelled} HTTP/1.1\r\nHost: x\r\n\r\n`, get("/", tunnelled)),
      await proxy.talk(
        `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`.replace("GET /", `GET http://${host}/`),
      ),
    ];
    return {
      statuses: answers.slice(0, 5).map(status),
      upgraded: status(answers[5] ?? ""),
      records: proxy.records,
      resolved: proxy.resolved,
    };
  };

  const denied = await attempt(hostRules);
  expect({ ...denied, records: denied.records.map(({ decision, rule }) => `${decision} by ${rule}`), seen: web.seen }).toEqual({
    statuses: [403, 403, 403, 403, 403],
    upgraded: 403,
    records: Array.from({ length: 6 }, () => "deny by *.evil.example (user.toml:1)"),
    resolved: [],
    seen: [],
  });
  expect(denied.records[0]?.reason).toBe(
    `a.evil.example port ${web.port} may not be reached. A rule denies it: Not there. (*.evil.example, user.toml:1)`,
  );
  expect((await attempt("")).statuses).toEqual([200, 200, 200, 200, 200]);
});

verifies("network.host-rules", "asked once for a host and port, and denied where nobody is there", async () => {
  await using web = await startWeb();
  const host = `asked.example:${web.port}`;
  const attempt = async (judge: ((question: unknown) => Promise<"allow" | "deny">) | undefined, given: { yes?: boolean } = {}) => {
    const facts = factsOf({ rules: rulesOf(hostRules), ...given });
    const ruled = (name: string) => hostRuling(name, facts);
    await using proxy = await startProxy({ allow: [host, web.at], ruled, ...(judge !== undefined && { judge }) });
    const answers = await Promise.all([proxy.talk(get(`http://${host}/`, host)), proxy.talk(get(`http://${host}/`, host))]);
    await proxy.talk(`CONNECT ${host} HTTP/1.1\r\nHost: x\r\n\r\n`, get("/", host));
    return { statuses: answers.map(status), rules: (await proxy.told(3)).map((told) => told.split(" by ")[1]), records: proxy.records };
  };
  const asked: unknown[] = [];
  const allowed = await attempt(async (question) => (asked.push(question), "allow"));
  const ruling = { decision: "ask", rule: "asked.example", where: "user.toml:6", reason: "Say why." };
  expect([allowed.statuses, allowed.rules]).toEqual([
    [200, 200],
    ["answer", "answer", "answer"],
  ]);
  expect(asked).toEqual([{ host: "asked.example", port: web.port, method: "CONNECT", path: "", ruling }]);

  const place = "asked.example (user.toml:6)";
  const denied = await attempt(async () => "deny");
  expect([denied.statuses, denied.rules, denied.records[0]?.reason]).toEqual([
    [403, 403],
    [place, place, place],
    expect.stringContaining("A person was asked, and it was denied: Say why."),
  ]);
  const unattended = await attempt(undefined);
  expect([unattended.statuses, unattended.records[0]?.reason]).toEqual([
    [403, 403],
    expect.stringContaining("A rule asks for it, and nobody is there to answer: Say why."),
  ]);
  expect((await attempt(undefined, { yes: true })).statuses).toEqual([200, 200]);
});

verifies("network.each-request", "another host on the same connection", async () => {
  await using web = await startWeb();
  await using proxy = await startProxy({ allow: [web.at] });

  const told = await proxy.talk(
    `GET http://${web.at}/ HTTP/1.1\r\nHost: ${web.at}\r\n\r\n`,
    `GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n`,
  );

  expect({ answers: told.match(/HTTP\/1\.1 \d+/g), records: proxy.records.map(brief) }).toEqual({
    answers: ["HTTP/1.1 200", "HTTP/1.1 403"],
    records: [`allow GET ${web.at} by ${web.at}`, "deny GET evil.example:80 by network.allow"],
  });
});

verifies("network.unambiguous", async () => {
  await using web = await startWeb();
  await using proxy = await startProxy({ allow: [web.at, "evil.example"], write: [web.at] });
  const hidden = `GET /admin HTTP/1.1\r\nHost: ${web.at}\r\n\r\n`;
  const post = (headers: string, body: string) => `POST http://${web.at}/ HTTP/1.1\r\nHost: ${web.at}\r\n${headers}\r\n${body}`;
  const attacks = {
    "length and encoding": post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", `0\r\n\r\n${hidden}`),
    "two lengths": post("Content-Length: 4\r\nContent-Length: 5\r\n", "leak"),
    "another encoding": post("Transfer-Encoding: chunked, identity\r\n", `0\r\n\r\n${hidden}`),
    "an encoding in disguise": post("Transfer-Encoding: xchunked\r\n", `0\r\n\r\n${hidden}`),
    "a folded header": `GET http://${web.at}/ HTTP/1.1\r\nHost: ${web.at}\r\nX-A: b\r\n Transfer-Encoding: chunked\r\n\r\n`,
    "a blank before the colon": `GET http://${web.at}/ HTTP/1.1\r\nHost: ${web.at}\r\nX-A : b\r\n\r\n`,
    "two hosts": `GET http://${web.at}/ HTTP/1.1\r\nHost: ${web.at}\r\nHost: evil.example\r\n\r\n`,
    "no host": `GET http://${web.at}/ HTTP/1.1\r\nConnection: close\r\n\r\n`,
    "another host than the address": `GET http://${web.at}/ HTTP/1.1\r\nHost: evil.example\r\n\r\n`,
    "a bare address": `GET / HTTP/1.1\r\nHost: ${web.at}\r\nConnection: close\r\n\r\n`,
    "a user": `GET http://${web.at}@evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`,
    "a lone line feed": `GET http://${web.at}/ HTTP/1.1\nHost: ${web.at}\n\n`,
    "too many headers": `GET http://${web.at}/ HTTP/1.1\r\nHost: ${web.at}\r\n${"a: b\r\n".repeat(300)}\r\n`,
    "too large headers": `GET http://${web.at}/ HTTP/1.1\r\nHost: ${web.at}\r\na: ${"b".repeat(70_000)}\r\n\r\n`,
    "something else": "\u0016\u0003\u0001\u0000\u0005hello\r\n\r\n",
    trace: `TRACE http://${web.at}/ HTTP/1.1\r\nHost: ${web.at}\r\nConnection: close\r\n\r\n`,
  };

  const answers: Record<string, boolean> = {};
  for (const [name, attack] of Object.entries(attacks)) {
    const told = await proxy.talk(attack);
    answers[name] = !told.includes("HTTP/1.1 200") && [400, 403, 405, 421, 431].includes(status(told));
  }

  expect(answers).toEqual(Object.fromEntries(Object.keys(attacks).map((name) => [name, true])));
  expect(web.seen).toEqual([]);
  expect(proxy.records.filter(({ decision }) => decision === "deny")).toHaveLength(Object.keys(attacks).length);
  // Positive control, which also shows that what is named by Connection does not take the length away.
  expect(status(await proxy.talk(post("Content-Length: 4\r\nConnection: close, content-length\r\n", "well")))).toBe(200);
  expect(web.seen.map(({ body, headers }) => [body, headers["content-length"]])).toEqual([["well", "4"]]);
});

verifies("network.upgrade", async () => {
  await using web = await startWeb();
  web.server.on("upgrade", (_message, socket) => {
    socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    socket.on("data", (chunk: Buffer) => socket.end(`heard ${chunk.toString()}`));
  });
  const request = `GET http://${web.at}/ws HTTP/1.1\r\nHost: ${web.at}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
  const attempt = async (write: string[]) => {
    await using proxy = await startProxy({ allow: [web.at], write });
    const told = await proxy.talk(request, "hello");
    return { status: status(told), heard: told.includes("heard hello"), records: await proxy.told(1) };
  };

  expect(await attempt([])).toEqual({ status: 403, heard: false, records: [`deny UPGRADE ${web.at} by network.write`] });
  expect(await attempt([web.at])).toEqual({ status: 101, heard: true, records: [`allow UPGRADE ${web.at} by ${web.at}`] });
});

verifies("network.tls", async () => {
  const trust = await createAuthority();
  await using web = await startWeb({ authority: trust });
  const to = `api.example:${web.port}`;
  const allow = [to, web.at];
  const post = `POST /gists HTTP/1.1\r\nHost: ${to}\r\nContent-Length: 4\r\nConnection: close\r\n\r\nleak`;
  await using proxy = await startProxy({ allow, trust });
  await using writing = await startProxy({ allow, trust, write: [to] });
  await using distrusting = await startProxy({ allow });

  const answers = {
    read: status(await talkSecurely(proxy, { to, request: get("/", to) })),
    write: status(await talkSecurely(proxy, { to, request: post })),
    allowedWrite: status(await talkSecurely(writing, { to, request: post })),
    impostor: status(await talkSecurely(distrusting, { to, request: get("/", to) })),
  };

  expect({
    answers,
    seen: web.seen.map(({ method, body }) => `${method} ${body}`),
    records: [...proxy.records, ...distrusting.records].map(brief),
  }).toEqual({
    answers: { read: 200, write: 403, allowedWrite: 200, impostor: 502 },
    seen: ["GET ", "POST leak"],
    records: [`allow GET ${to} by ${to}`, `deny POST ${to} by network.write`, `allow GET ${to} by ${to}`],
  });
});

verifies("network.tls-names", async () => {
  const trust = await createAuthority();
  await using web = await startWeb({ authority: trust });
  const to = `api.example:${web.port}`;
  await using proxy = await startProxy({ allow: [to, `other.example:${web.port}`, web.at], trust });

  const host = await talkSecurely(proxy, { to, request: get("/", `other.example:${web.port}`) });
  const name = await talkSecurely(proxy, { to, name: "other.example", request: get("/", to) });
  const nested = await talkSecurely(proxy, { to, request: `CONNECT ${to} HTTP/1.1\r\nHost: ${to}\r\n\r\n` });
  const control = await talkSecurely(proxy, { to, request: get("/", to) });

  expect({ host: status(host), name: status(name), nested: status(nested), control: status(control), seen: web.seen.length }).toEqual({
    host: 421,
    name: 0,
    nested: 400,
    control: 200,
    seen: 1,
  });
});

verifies("network.tunnel", async () => {
  const trust = await createAuthority();
  await using web = await startWeb({ authority: trust });
  const to = `pinned.example:${web.port}`;
  const issuer = async (tunnel: string[]) => {
    await using proxy = await startProxy({ allow: [to, web.at], trust, tunnel });
    const raw = connectPlain(proxy.port, "127.0.0.1");
    raw.write(`CONNECT ${to} HTTP/1.1\r\nHost: ${to}\r\n\r\n`);
    await once(raw, "data");
    const secure = connectSecure({ socket: raw, servername: "pinned.example", ca: [trust.certificate, proxy.authority.certificate] });
    await once(secure, "secureConnect");
    const own = secure.getPeerCertificate().issuer.CN;
    const ended = once(raw, "close");
    secure.end();
    await ended;
    return { shown: proxy.authority.certificate.includes("BEGIN") && own, records: tunnel.length > 0 ? await proxy.told(1) : [] };
  };

  const passed = await issuer([to]);
  const read = await issuer([]);

  expect(passed.shown).not.toBe(read.shown);
  expect(passed.records).toEqual([`allow CONNECT ${to} by ${to} (tunnel)`]);
});

verifies("network.protocols", async () => {
  const server = createServer((socket) => socket.on("data", (chunk) => socket.end(`heard ${chunk.toString("latin1")}`)));
  await once(server.listen(0, elsewhere), "listening");
  const at = `${elsewhere}:${(server.address() as AddressInfo).port}`;
  const attempt = async (tunnel: string[]) => {
    await using proxy = await startProxy({ allow: [at], tunnel });
    const told = await proxy.talk(`CONNECT ${at} HTTP/1.1\r\nHost: ${at}\r\n\r\n`, "\u0001\u0002raw");
    return { heard: told.includes("heard"), records: await proxy.told(1) };
  };

  expect(await attempt([])).toEqual({ heard: false, records: [`deny CONNECT ${at} by protocol`] });
  expect(await attempt([at])).toEqual({ heard: true, records: [`allow CONNECT ${at} by ${at} (tunnel)`] });
  server.close();
});

const token = "ghp_real-value/of+the=secret";

verifies("network.secrets", async () => {
  const trust = await createAuthority();
  await using web = await startWeb({ authority: trust });
  const to = `api.example:${web.port}`;
  const options = { allow: [to, web.at], trust, env: { TOKEN: token } };
  await using proxy = await startProxy({ ...options, secrets: { TOKEN: { hosts: [to] } } });
  await using asking = await startProxy({ ...options, secrets: { TOKEN: { hosts: [to], query: true } } });
  const { TOKEN: sentinel = "" } = proxy.secretEnv;
  const { TOKEN: other = "" } = asking.secretEnv;
  const basic = (text: string) => Buffer.from(text).toString("base64");

  await talkSecurely(proxy, { to, request: get(`/q?t=${sentinel}`, to, `Authorization: Bearer ${sentinel}\r\n`) });
  await talkSecurely(proxy, { to, request: get("/b", to, `Authorization: Basic ${basic(`user:${sentinel}`)}\r\n`) });
  await talkSecurely(asking, { to, request: get(`/q?t=${other}&u=1`, to) });

  expect({
    sentinel: /^fettle-sentinel-[\da-f]{32}$/.test(sentinel),
    seen: web.seen.map(({ url, headers }) => [url, headers.authorization]),
  }).toEqual({
    sentinel: true,
    seen: [
      [`/q?t=${sentinel}`, `Bearer ${token}`],
      ["/b", `Basic ${basic(`user:${token}`)}`],
      [`/q?t=${encodeURIComponent(token)}&u=1`, undefined],
    ],
  });
});

verifies("network.secrets", "without TLS only where the port is listed for it", async () => {
  await using web = await startWeb();
  const ask = async (hosts: string[]) => {
    await using proxy = await startProxy({ allow: [web.at], env: { TOKEN: token }, secrets: { TOKEN: { hosts } } });
    return status(await proxy.talk(get(`http://${web.at}/`, web.at, `Authorization: ${proxy.secretEnv["TOKEN"]}\r\n`)));
  };

  expect([await ask([elsewhere]), await ask([web.at])]).toEqual([403, 200]);
  expect(web.seen.map(({ headers }) => headers.authorization)).toEqual([token]);
});

verifies("network.secrets-kept", async () => {
  await using web = await startWeb();
  await using proxy = await startProxy({
    allow: [web.at],
    write: [web.at],
    env: { TOKEN: token },
    secrets: { TOKEN: { hosts: ["api.example"] } },
  });
  const { TOKEN: sentinel = "" } = proxy.secretEnv;
  const post = (body: string) =>
    `POST http://${web.at}/ HTTP/1.1\r\nHost: ${web.at}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
  const escaped = sentinel.replace(/./g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
  const attacks = [
    get(`http://${web.at}/${sentinel}`, web.at),
    get(`http://${web.at}/?q=${sentinel}`, web.at),
    get(`http://${web.at}/?q=${escaped}`, web.at),
    get(`http://${web.at}/`, web.at, `X-Any: a ${sentinel} b\r\n`),
    get(`http://${web.at}/`, web.at, `${sentinel}: x\r\n`),
    get(`http://${web.at}/`, web.at, `Authorization: Basic ${Buffer.from(`u:${sentinel}`).toString("base64")}\r\n`),
    post(`{"token":"${sentinel}"}`),
    `POST http://${web.at}/ HTTP/1.1\r\nHost: ${web.at}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n10\r\n${sentinel.slice(0, 16)}\r\n20\r\n${sentinel.slice(16)}\r\n0\r\n\r\n`,
    post("x".repeat(60_000) + sentinel),
  ];

  const answers: number[] = [];
  for (const attack of attacks) answers.push(status(await proxy.talk(attack)));

  expect({ answers, seen: web.seen }).toEqual({ answers: attacks.map(() => 403), seen: [] });
  expect(proxy.records.map(({ rule }) => rule)).toEqual(attacks.map(() => "secrets"));
  // Positive control.
  expect(status(await proxy.talk(post('{"token":"fettle-sentinel-"}')))).toBe(200);
});

verifies("network.secrets-echoed", async () => {
  await using web = await startWeb({
    handle: (message, response) => {
      response.setHeader("X-Echo", message.headers.authorization ?? "");
      const text = `you said ${message.headers.authorization}!`;
      response.write(text.slice(0, 20));
      setImmediate(() => response.end(text.slice(20)));
    },
  });
  await using proxy = await startProxy({ allow: [web.at], env: { TOKEN: token }, secrets: { TOKEN: { hosts: [web.at] } } });

  const told = await proxy.talk(
    get(`http://${web.at}/`, web.at, `Authorization: ${proxy.secretEnv["TOKEN"]}\r\nAccept-Encoding: gzip\r\n`),
  );

  const stars = "*".repeat(token.length);
  expect({ status: status(told), real: told.includes(token), header: told.includes(`X-Echo: ${stars}`) }).toEqual({
    status: 200,
    real: false,
    header: true,
  });
  expect(told.replace(/\r\n[\da-f]+\r\n/g, "")).toContain(`you said ${stars}!`);
  expect(web.seen.map(({ headers }) => [headers.authorization, headers["accept-encoding"]])).toEqual([[token, "identity"]]);
});

verifies("network.secrets-values", () => {
  const rules = { TOKEN: { hosts: ["api.example"] } };
  const attempt = (value: string) => () => openSecrets(rules, { TOKEN: value });

  expect(openSecrets(rules, {}).env).toEqual({});
  expect(attempt("a\r\nX-Evil: b")).toThrow(FettleError);
  expect(attempt("snow ☃")).toThrow(FettleError);
  expect(Object.keys(attempt("plain")().env)).toEqual(["TOKEN"]);
});

verifies("network.upstream", async () => {
  await using web = await startWeb();
  const asked: string[] = [];
  // A proxy as a company has it: it resolves names itself.
  const company = createServer((socket) => {
    socket.once("data", (head: Buffer) => {
      asked.push(head.toString());
      const [, host = ""] = /^CONNECT (\S+):\d+ /.exec(head.toString()) ?? [];
      if (host === "closed.example") {
        socket.end("HTTP/1.1 503 No\r\n\r\n");
        return;
      }
      const upstream = connectPlain(web.port, elsewhere);
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      socket.pipe(upstream).pipe(socket);
    });
    socket.on("error", () => {});
  });
  await once(company.listen(0, "127.0.0.1"), "listening");
  const { port } = company.address() as AddressInfo;
  const env = { HTTPS_PROXY: `http://me:pa%20ss@127.0.0.1:${port}`, NO_PROXY: `direct.example,${elsewhere}` };
  await using proxy = await startProxy({
    allow: ["far.example:8080", "closed.example:8080", `direct.example:${web.port}`, "10.0.0.1", web.at],
    env,
  });
  const ask = async (host: string) => status(await proxy.talk(get(`http://${host}/`, host)));

  const answers = [
    await ask("far.example:8080"),
    await ask("closed.example:8080"),
    await ask(`direct.example:${web.port}`),
    await ask("10.0.0.1"),
  ];

  expect({ answers, asked, resolved: proxy.resolved }).toEqual({
    answers: [200, 502, 200, 403],
    asked: ["far.example:8080", "closed.example:8080"].map(
      (at) => `CONNECT ${at} HTTP/1.1\r\nHost: ${at}\r\nProxy-Authorization: Basic ${Buffer.from("me:pa ss").toString("base64")}\r\n\r\n`,
    ),
    resolved: ["direct.example"],
  });
  company.close();
});

verifies("network.records", "what went over a connection", async () => {
  await using web = await startWeb({ handle: (_message, response) => response.end("x".repeat(1000)) });
  await using proxy = await startProxy({ allow: [web.at], write: [web.at] });

  await proxy.talk(
    `POST http://${web.at}/ HTTP/1.1\r\nHost: ${web.at}\r\nContent-Length: 300\r\nConnection: close\r\n\r\n${"y".repeat(300)}`,
  );

  expect(proxy.records).toEqual([
    {
      host: elsewhere,
      port: web.port,
      address: elsewhere,
      method: "POST",
      decision: "allow",
      rule: web.at,
      reason: undefined,
      bytesUp: 300,
      bytesDown: 1000,
      ms: expect.any(Number) as number,
      times: 1,
    },
  ]);
});

verifies("network.parallel", async () => {
  await using web = await startWeb();
  await using proxy = await startProxy({ allow: [web.at] });
  const request = get(`http://${web.at}/`, web.at);

  const answers = await Promise.all(Array.from({ length: 200 }, () => proxy.talk(request)));

  expect(answers.filter((answer) => status(answer) === 200)).toHaveLength(200);
  expect(proxy.records).toHaveLength(200);
});

verifies("network.secrets-kept", "in a connection that is passed on", async () => {
  const heard: string[] = [];
  const server = createServer((socket) => socket.on("data", (chunk) => heard.push(chunk.toString())).on("error", () => {}));
  await once(server.listen(0, elsewhere), "listening");
  const at = `${elsewhere}:${(server.address() as AddressInfo).port}`;
  const secrets = { TOKEN: { hosts: ["api.example"] } };
  await using proxy = await startProxy({ allow: [at], tunnel: [at], env: { TOKEN: token }, secrets });

  await proxy.talk(`CONNECT ${at} HTTP/1.1\r\nHost: ${at}\r\n\r\n`, `AUTH ${proxy.secretEnv["TOKEN"]}\r\n`);

  expect({ heard, records: await proxy.told(1) }).toEqual({ heard: [], records: [`deny CONNECT ${at} by secrets`] });
  server.close();
});

verifies("network.unambiguous", "noise", async () => {
  await using web = await startWeb();
  await using proxy = await startProxy({ allow: [web.at] });
  const seeds = [
    `GET http://${web.at}/fine HTTP/1.1\r\nHost: ${web.at}\r\nConnection: close\r\n\r\n`,
    `POST http://${web.at}/ HTTP/1.1\r\nHost: ${web.at}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n4\r\nleak\r\n0\r\n\r\n`,
    `CONNECT ${web.at} HTTP/1.1\r\nHost: ${web.at}\r\nConnection: close\r\n\r\n`,
  ];
  const random = wholeFrom(seed);
  const mutate = (text: string) => {
    const at = random(text.length);
    const byte = String.fromCharCode(random(256));
    return [
      text.slice(0, at) + byte + text.slice(at + 1),
      text.slice(0, at) + text.slice(at + 1),
      text.slice(0, at) + byte.repeat(3) + text.slice(at),
    ][random(3)]!;
  };

  for (let round = 0; round < 400; round++) {
    const socket = connectPlain(proxy.port, "127.0.0.1").on("error", () => {});
    const closed = once(socket, "close");
    socket.resume().end(mutate(mutate(seeds[round % seeds.length]!)), "latin1");
    await closed;
  }

  expect(web.seen.filter(({ method }) => !["GET", "HEAD", "OPTIONS"].includes(method))).toEqual([]);
  expect(status(await proxy.talk(seeds[0]!))).toBe(200);
});

verifies("network.slow", async () => {
  await using web = await startWeb();
  await using proxy = await startProxy({ allow: [web.at], headMs: 200 });
  const drip = async (first: string) => {
    const socket = connectPlain(proxy.port, "127.0.0.1").on("error", () => {});
    socket.write(first);
    const dripping = setInterval(() => socket.write("a: b\r\n"), 20);
    let told = "";
    socket.setEncoding("latin1").on("data", (text: string) => (told += text));
    await once(socket, "close");
    clearInterval(dripping);
    return status(told);
  };
  const head = `GET http://${web.at}/ HTTP/1.1\r\nHost: ${web.at}\r\n`;

  const answers = [
    await drip(head),
    await drip(`${head}\r\n${head}`),
    await drip(`CONNECT ${web.at} HTTP/1.1\r\nHost: ${web.at}\r\n\r\n${head}`),
  ];

  expect({ answers, records: (await proxy.told(4)).map((record) => record.replace(/^.* by /, "")) }).toEqual({
    answers: [408, 200, 200],
    records: ["timeout", web.at, "timeout", "timeout"],
  });
});
