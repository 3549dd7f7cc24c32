import { expect } from "vitest";
import type { ToolContext } from "../../src/contract/tool.ts";
import fetchTool from "../../src/tools/fetch.ts";
import { htmlText } from "../../src/tools/support/html-text.ts";
import { verifies } from "../verifies.ts";
import { openBench } from "./context.ts";

type Response = Awaited<ReturnType<ToolContext["fetch"]>>;

async function answer(response: Partial<Response>, url = "https://example.com/x"): Promise<{ ok: boolean; text: string }> {
  const whole = { status: 200, contentType: "text/plain", url, body: Buffer.alloc(0), truncated: false, ...response };
  await using bench = await openBench({}, { fetch: async () => whole });
  return bench.call(fetchTool, { url });
}

verifies("tools.fetch", "table", async () => {
  const heading = "200 https://example.com/x\n\n";
  const table: [Partial<Response>, { ok: boolean; text: string }][] = [
    [{ body: Buffer.from("plain <b>") }, { ok: true, text: `${heading}plain <b>` }],
    [
      { contentType: "application/json; charset=utf-8", body: Buffer.from('{"a":[1]}') },
      { ok: true, text: `${heading}{\n  "a": [\n    1\n  ]\n}` },
    ],
    [
      { contentType: "application/ld+json", body: Buffer.from("{broken") },
      { ok: true, text: `${heading}{broken` },
    ],
    [
      { contentType: "text/html", body: Buffer.from("<title>T</title><p>Hi</p>") },
      { ok: true, text: `${heading}T\n\nHi` },
    ],
    [
      { contentType: "", body: Buffer.from("<!DOCTYPE html><p>Hi</p>") },
      { ok: true, text: `${heading}Hi` },
    ],
    [
      { contentType: "text/html; charset=iso-8859-1", body: Buffer.from("caf\xe9", "latin1") },
      { ok: true, text: `${heading}café` },
    ],
    [
      { contentType: "text/plain; charset=nonsense", body: Buffer.from("é") },
      { ok: true, text: `${heading}é` },
    ],
    [
      { contentType: "image/png", body: Buffer.from([0x89, 0x50, 0, 0]) },
      { ok: true, text: `${heading}[binary: image/png, 4 bytes]` },
    ],
    [
      { body: Buffer.from("half"), truncated: true },
      { ok: true, text: `${heading}half\n[only the first 4 bytes were fetched]` },
    ],
    [
      { status: 404, body: Buffer.from("gone") },
      { ok: false, text: "404 https://example.com/x\n\ngone" },
    ],
    [{ url: "https://example.com/moved" }, { ok: true, text: "200 https://example.com/moved\n\n" }],
  ];
  for (const [response, result] of table) expect(await answer(response)).toEqual(result);
});

verifies("tools.fetch", "only http and https, and the host is known before", async () => {
  await using bench = await openBench();
  for (const url of ["file:///etc/passwd", "ftp://x/y", "nonsense", "data:text/plain,x"]) {
    expect(await bench.call(fetchTool, { url })).toEqual({ ok: false, text: `${url} is not an http or https address.` });
    expect(fetchTool.hosts?.({ url })).toEqual([]);
  }
  expect(["https://Example.com:8443/x", "http://user@host.test/", "http://[::1]/"].map((url) => fetchTool.hosts?.({ url }))).toEqual([
    ["example.com"],
    ["host.test"],
    ["[::1]"],
  ]);
});

verifies("tools.html", "a page", () => {
  const page = `<!doctype html>
    <html><head><title>A &amp; B</title><style>x{}</style><script>if (a < b) "</p>"</script></head>
    <body><!-- no --><h1>Hello <em>there</em></h1>
    <p>One
      two <a href="https://x.test/?a=1&amp;b=2">link</a> <a href="#top">top</a>.</p>
    <ul><li>a<li>b</ul>
    <pre>if (a &lt; b) {
    c
}</pre> 1 < 2 &unknown; &#x1f600;
    <table><tr><td>a</td><td>b</td></tr></table><code>npm i</code></body></html>`;
  expect(htmlText(page)).toBe(
    [
      "A & B",
      "",
      "# Hello there",
      "",
      "One two [link](https://x.test/?a=1&b=2) top.",
      "",
      "- a",
      "- b",
      "",
      "```",
      "if (a < b) {",
      "    c",
      "}",
      "```",
      "",
      "1 < 2 &unknown; 😀",
      "",
      "a | b |",
      "",
      "`npm i`",
    ].join("\n"),
  );
});

verifies("tools.html", "pages made to be slow", () => {
  const times = 300_000;
  for (const piece of ["<", "<a", "<a ", "<!--", "<script>", "<svg><", "&#", "<p> ", "<a href=", "</"]) {
    expect(htmlText(piece.repeat(times)).length).toBeLessThan(piece.length * times + 1);
  }
});
