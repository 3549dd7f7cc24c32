import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { marksIn } from "../../../src/lib/redact/mark.ts";
import { createRedactor, type RedactorOptions } from "../../../src/lib/redact/redactor.ts";
import { looksSecret, secretVariables } from "../../../src/lib/redact/secret-names.ts";
import { shapes } from "../../../src/lib/redact/shapes.ts";
import { bytesFrom, seed, wholeFrom } from "../../random.ts";
import { verifies } from "../../verifies.ts";

const root = join(import.meta.dirname, "../../..");
const canary = "hK7-pQ2/vX9+mN4_zR6";
const canaries = [{ kind: "canary", value: canary }];
const redactor = (options: Partial<RedactorOptions> = {}) => createRedactor({ values: [], shapes, key: () => "of a test", ...options });

for (const { kind, example, source } of shapes) {
  verifies("secrets.shapes", `${kind}: ${example[0]}`, () => {
    const text = `before ${example.join("")}\nafter`;

    const redacted = redactor().redact(text);

    expect({
      kinds: marksIn(redacted).map((mark) => mark.split(":")[1]),
      shown: redacted.includes(example[1]),
      around: /^before [^]*\nafter$/.test(redacted),
      again: redactor().redact(redacted) === redacted,
      source: URL.canParse(source),
      off: redactor({ shapes: [] }).redact(text) === text,
    }).toEqual({ kinds: [kind], shown: false, around: true, again: true, source: true, off: true });
  });
}

const bytes = bytesFrom(seed);

const inLines = (bytes: Buffer, width: number): string => bytes.toString("base64").replaceAll(new RegExp(`.{${width}}(?!$)`, "g"), "$&\n");

/** As long as one of RSA with 2048 bits, and as any text of its form without a meaning. */
const privateKey = (): string => `-----BEGIN PRIVATE KEY-----\n${inLines(bytes(1217), 64)}\n-----END PRIVATE KEY-----\n`;

verifies("secrets.shapes", "private keys: whole, numbered, escaped, cut off, and a part of a known one", () => {
  const pem = privateKey();
  const lines = pem.trimEnd().split("\n");
  const one = redactor();
  const redact = (text: string) => one.redact(text).replaceAll(/[0-9a-f]{6}\]/g, "…]");
  expect([
    redact(`a\n${pem}b`),
    redact(lines.map((line, index) => `${index + 1}\t${line}`).join("\n")),
    redact(JSON.stringify({ key: pem, id: 1 })),
    redact(`${lines.slice(0, 4).join("\n")}\ndone, all is well`),
    redact(`x ${lines[5]} y`),
  ]).toEqual([
    "a\n[redacted:private-key:…]\nb",
    "1\t[redacted:private-key:…]",
    '{"key":"[redacted:private-key:…]\\n","id":1}',
    "[redacted:private-key:…]\ndone, all is well",
    "x [redacted:private-key:…] y",
  ]);
});

function anyUuid(): string {
  const digits = bytes(16).toString("hex");
  return digits.replace(/(.{8})(.{4}).(.{3}).(.{3})(.{12})/, "$1-$2-4$3-8$4-$5");
}

const benign = {
  hashes: Array.from(
    { length: 2000 },
    (_, index) => `${hash("sha1", `${index}`)} ${hash("sha256", `${index}`)} ${hash("md5", `${index}`)}`,
  ).join("\n"),
  uuids: Array.from({ length: 2000 }, anyUuid).join("\n"),
  integrity: readFileSync(join(root, "package-lock.json"), "utf8"),
  image: `<img src="data:image/png;base64,${bytes(2_000_000).toString("base64")}">`,
  brokenImage: inLines(bytes(500_000), 76),
  certificate: `-----BEGIN CERTIFICATE-----\n${inLines(bytes(900), 64)}\n-----END CERTIFICATE-----`,
  publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0U1v me@example.com",
  minified:
    readFileSync(join(root, "node_modules/typescript/package.json"), "utf8") +
    readFileSync(join(root, "node_modules/vitest/package.json"), "utf8"),
  placeholders: [
    "OPENAI_API_KEY=your-api-key-here",
    "GITHUB_TOKEN=${{ secrets.GITHUB_TOKEN }}",
    "TOKEN=$(gh auth token)",
    "API_KEY=<your key>",
    "export DB_PASSWORD=changeme",
    "DATABASE_URL=postgres://postgres:postgres@localhost:5432/app",
    "postgres://user:password@localhost/db",
    "https://example.com:8080/a@b",
    "Authorization: Bearer ${token}",
    'headers["Authorization"] = `Bearer ${key}`',
    "AKIAIOSFODNN7EXAMPLE",
    "const apiKey = process.env.API_KEY;",
    "SSH_AUTH_SOCK=/run/user/1000/keyring/ssh",
    "PWD=/home/me/project-2024",
    "MAX_TOKENS=100000000",
    'class="sk-fading-circle-container-element"',
    '"password": "Passwort vergessen", "token": "Zugriffsschluessel"',
    "SORT_KEY=created_at_descending",
    "git@github.com:owner/repository.git",
  ].join("\n"),
};

for (const [name, text] of Object.entries(benign)) {
  verifies("secrets.benign", name, () => {
    const secret = ["ghp_", "16C7e42F292c6912E7710c838347Ae178B4a"].join("");
    const redacted = redactor({ values: canaries }).redact(text);
    const control = redactor({ values: canaries }).redact(`${text}\n${secret}`);
    expect({ marks: marksIn(redacted), same: redacted === text, control: marksIn(control).length }).toEqual({
      marks: [],
      same: true,
      control: 1,
    });
  });
}

const inBase64 = (text: string) => Buffer.from(text).toString("base64");
const forms: Record<string, string> = {
  plain: canary,
  JSON: JSON.stringify({ a: canary }),
  "JSON in JSON": JSON.stringify(JSON.stringify({ a: canary })),
  address: `?q=${encodeURIComponent(canary)}`,
  hexadecimal: Buffer.from(`x${canary}`).toString("hex"),
  "base64, first offset": inBase64(canary),
  "base64, second offset": inBase64(`a${canary}\n`),
  "base64, third offset": inBase64(`ab${canary}cd`),
  "base64 for addresses": Buffer.from(canary).toString("base64url"),
  "base64 in lines": inBase64(`${"a".repeat(50)}${canary}${"b".repeat(60)}`).replaceAll(/.{76}/g, "$&\n"),
  "hexadecimal in lines": Buffer.from(`${"a".repeat(20)}${canary}`)
    .toString("hex")
    .replaceAll(/.{60}/g, "$&\n"),
};

for (const [name, text] of Object.entries(forms)) {
  verifies("secrets.known", name, () => {
    const count = (redacted: string) => marksIn(redacted).map((mark) => mark.split(":")[1]);
    expect({
      known: count(redactor({ values: canaries }).redact(text)),
      model: count(redactor({ values: canaries }).redactKnown(text)),
      unknown: count(redactor().redact(text)),
    }).toEqual({ known: ["canary"], model: ["canary"], unknown: [] });
  });
}

verifies("secrets.known", "of two that begin alike, the longer one", () => {
  const one = redactor({ values: [...canaries, { kind: "longer", value: `${canary}-and-more` }] });
  expect(one.redact(`${canary}-and-more, ${canary}`).replaceAll(/:[0-9a-f]{6}/g, "")).toBe("[redacted:longer], [redacted:canary]");
});

verifies("secrets.stable", () => {
  const password = "DB_PASSWORD=v9Xq2LmN4pRs\n";
  const [one, two, other] = [redactor(), redactor(), redactor({ key: () => "of another home" })];
  const before = one.redact("it prints v9Xq2LmN4pRs");
  const [mark] = marksIn(one.redact(password));
  expect({
    before,
    later: one.redact("it prints v9Xq2LmN4pRs") === `it prints ${mark}`,
    inBase64: marksIn(one.redactKnown(inBase64("v9Xq2LmN4pRs"))),
    elsewhere: two.redact(password) === one.redact(password),
    otherHome: other.redact(password) === one.redact(password),
    given: one.redactGiven(password) === password,
  }).toEqual({ before: "it prints v9Xq2LmN4pRs", later: true, inBase64: [mark], elsewhere: true, otherHome: false, given: true });
});

verifies("secrets.stable", "what a model made up is not hidden from it", () => {
  const sample = shapes.find(({ kind }) => kind === "jwt")!.example.join("");
  const [told, untold] = [redactor(), redactor()];
  told.exempt(`const token = "${sample}";`);
  expect({ told: told.redact(sample) === sample, untold: untold.redact(sample) === sample }).toEqual({ told: true, untold: false });
});

verifies("secrets.stream", "cut anywhere", () => {
  const text = [
    "a word, then ......",
    canary,
    "machine example.com login me password v9Xq2LmN4p",
    privateKey(),
    forms["base64 in lines"],
    ...shapes.map(({ example }) => `x ${example.join("")} y`),
    "the end",
  ].join("\n");
  const whole = redactor({ values: canaries }).redact(text);
  const seen = new Set<string>();
  const random = wholeFrom(seed);
  for (let round = 0; round < 60; round++) {
    const stream = redactor({ values: canaries }).stream();
    let out = "";
    const longest = 1 + random(200);
    for (let at = 0; at < text.length;) {
      const next = at + 1 + random(longest);
      out += stream.push(text.slice(at, next));
      at = next;
    }
    seen.add(out + stream.end());
  }
  expect([...seen]).toEqual([whole]);
});

verifies("secrets.stream", "the last line of a key is short", () => {
  const key = (last: string) =>
    `-----BEGIN PRIVATE KEY-----\n${"MIGHAgEAMBMGByqGSM49".repeat(3)}\n${last}\n-----END PRIVATE KEY-----\nthe end\n`;
  const leaked = ["0C5yuF3NVXVEbvE6uBQ=", "0C5y", "0C=="].flatMap((last) =>
    Array.from({ length: key(last).length }, (_, at) => {
      const stream = redactor().stream();
      return stream.push(key(last).slice(0, at)) + stream.push(key(last).slice(at)) + stream.end();
    }).filter((out) => !/^\[redacted:private-key:\w+\]\nthe end\n$/.test(out)),
  );
  expect(leaked).toEqual([]);
});

verifies("secrets.stream", "what cannot be a secret comes at once", () => {
  const stream = redactor({ values: canaries }).stream();
  const pushed = ["....", " 12 of 40", ` ${canary.slice(0, 7)}`, `${canary.slice(7)}, `, "then ghp", "ost\n", "Authorization: ", "none\n"];
  expect(pushed.map((piece) => stream.push(piece).replace(/[0-9a-f]{6}\]/, "…]"))).toEqual([
    "....",
    " 12 of 40",
    " ",
    "[redacted:canary:…], ",
    "then ",
    "ghpost\n",
    "",
    "Authorization: none\n",
  ]);
});

const hostile = [
  "a",
  "A",
  "A=",
  "eyJaaaaaaaaaa.",
  "-----BEGIN PRIVATE KEY-----\n",
  "-----BEGIN ",
  "://a:",
  "sk-",
  "ghp_",
  "password: ",
  "login a ",
  "token=A",
  canary.slice(0, 12),
  "AKIA\n",
];

verifies("secrets.linear", () => {
  const work = (text: string, use: (text: string) => void) => {
    const times = Array.from({ length: 3 }, () => {
      const before = process.cpuUsage();
      use(text);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    });
    return Math.min(...times);
  };
  const one = redactor({ values: canaries });
  const stream = (text: string) => {
    const streaming = redactor({ values: canaries }).stream();
    for (let at = 0; at < text.length; at += 65_536) streaming.push(text.slice(at, at + 65_536));
    streaming.end();
  };
  const slow = hostile.flatMap((unit) => {
    const [small, large] = [100_000, 400_000].map((length) => unit.repeat(Math.ceil(length / unit.length)));
    return [(text: string) => void one.redact(text), stream].map((use) => ({
      unit,
      ratio: work(large!, use) / Math.max(work(small!, use), 2000),
    }));
  });
  // Four times as long: squared work would be sixteen times as much.
  expect(slow.filter(({ ratio }) => ratio > 10)).toEqual([]);
});

verifies("secrets.linear", "one line of ten megabytes", () => {
  const line = `${"x".repeat(5_000_000)} ${["ghp_", "16C7e42F292c6912E7710c838347Ae178B4a"].join("")} ${"y=".repeat(2_500_000)}`;
  expect(marksIn(redactor({ values: canaries }).redact(line)).length).toBe(1);
});

verifies("secrets.names", () => {
  const secret = [
    "GITHUB_TOKEN",
    "DB_PASSWORD",
    "AWS_SECRET_ACCESS_KEY",
    "apiKey",
    "OPENAI_API_KEY",
    "GOOGLE_CREDENTIALS_JSON",
    "npm_config__auth",
    "SENTRY_DSN",
    "PGPASSWORD",
  ];
  const harmless = ["PATH", "PWD", "SSH_AUTH_SOCK", "MONKEY", "TOKEN_LIMIT", "AUTHOR", "KEYBOARD", "PUBLIC_KEY", "MAX_TOKENS", "COMPASS"];
  const env = {
    GITHUB_TOKEN: "abcd1234efgh",
    EMPTY_TOKEN: "",
    SHORT_TOKEN: "k",
    SSH_KEY: "/home/me/.ssh/id_ed25519",
    API_KEY: "changeme",
    DATABASE_URL: "postgres://app:v9Xq2LmN4p@db/app",
    PLAIN: "only-because-it-is-named",
  };
  expect({
    secret: secret.filter((name) => !looksSecret(name)),
    harmless: harmless.filter(looksSecret),
    found: secretVariables(env, ["PLAIN"]),
  }).toEqual({
    secret: [],
    harmless: [],
    found: [
      { kind: "github-token", value: "abcd1234efgh" },
      { kind: "database-url", value: "v9Xq2LmN4p" },
      { kind: "plain", value: "only-because-it-is-named" },
    ],
  });
});
