#!/usr/bin/env node
// The smallest loop that is still an agent: a model over server-sent events, a shell tool, a hash-chained log.
// It is the limit that an agent on Node can reach, not a product: no policy, no retries, no checks.
// Usage: floor.mjs PROMPT DIR URL HOME none|bwrap
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { fdatasyncSync, mkdirSync, openSync, writeSync } from "node:fs";
import { Agent, request } from "node:http";
import { enableCompileCache } from "node:module";
import { join } from "node:path";

const [prompt, dir, url, home, sandbox] = process.argv.slice(2);

enableCompileCache(join(home, "compiled"));
mkdirSync(join(home, "log"), { recursive: true });
const log = openSync(join(home, "log", `${process.pid}.jsonl`), "w");
const agent = new Agent({ keepAlive: true });
const parameters = { type: "object", properties: { command: { type: "string" } }, required: ["command"] };
const tools = [{ type: "function", function: { name: "shell", description: "Runs a command with bash.", parameters } }];
const head = Buffer.from(`{"model":"floor","stream":true,"tools":${JSON.stringify(tools)},"messages":[`);
const tail = Buffer.from("]}");
/** Each message is encoded once; a request is a list of buffers. */
const messages = [];
let prev = "0".repeat(64);

function record(event) {
  const line = JSON.stringify({ prev, at: Date.now(), ...event });
  prev = createHash("sha256").update(line).digest("hex");
  writeSync(log, `${line}\n`);
}

function say(message) {
  messages.push(Buffer.from(`${messages.length > 0 ? "," : ""}${JSON.stringify(message)}`));
}

/** One model call: the text and the calls of the reply. */
async function step() {
  const parts = [head, ...messages, tail];
  const headers = { "content-type": "application/json", "content-length": parts.reduce((sum, { length }) => sum + length, 0) };
  const response = await new Promise((resolve, reject) => {
    const upload = request(`${url}/v1/chat/completions`, { method: "POST", agent, headers }, resolve).on("error", reject);
    upload.cork();
    for (const part of parts) upload.write(part);
    upload.end();
  });
  if (response.statusCode !== 200) throw new Error(`the model server answered ${response.statusCode}`);
  const reply = { content: "", calls: [] };
  let rest = "";
  for await (const chunk of response.setEncoding("utf8")) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop();
    for (const line of lines) if (line.startsWith("data: {")) absorb(reply, JSON.parse(line.slice(6)).choices[0]?.delta);
  }
  return reply;
}

function absorb(reply, delta) {
  if (delta?.content) reply.content += delta.content;
  for (const { index, id, function: part } of delta?.tool_calls ?? []) {
    reply.calls[index] ??= { id, type: "function", function: { name: part.name, arguments: "" } };
    reply.calls[index].function.arguments += part.arguments ?? "";
  }
}

async function shell(command) {
  const confined = ["--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--bind", dir, dir];
  const argv = sandbox === "bwrap" ? ["bwrap", ...confined, "bash", "-c", command] : ["bash", "-c", command];
  const child = spawn(argv[0], argv.slice(1), { cwd: dir, stdio: ["ignore", "pipe", "pipe"] });
  const output = [];
  child.stdout.on("data", (chunk) => output.push(chunk));
  child.stderr.on("data", (chunk) => output.push(chunk));
  const code = await new Promise((resolve) => child.on("close", resolve));
  return `exit code ${code}\n${Buffer.concat(output)}`;
}

say({ role: "user", content: prompt });
for (;;) {
  const { content, calls } = await step();
  record({ content, calls });
  if (calls.length === 0) {
    process.stdout.write(`${content}\n`);
    break;
  }
  say({ role: "assistant", content: content || null, tool_calls: calls });
  for (const { id, function: call } of calls) {
    const result = await shell(JSON.parse(call.arguments).command);
    record({ id, result });
    say({ role: "tool", tool_call_id: id, content: result });
  }
}
fdatasyncSync(log);
agent.destroy();
