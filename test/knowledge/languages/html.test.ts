import { expect } from "vitest";
import html from "../../../src/knowledge/languages/html.ts";
import { verifies } from "../../verifies.ts";
import { outlined } from "./outlined.ts";
import { projectOf } from "./project.ts";

verifies("languages.outline", "HTML", async () => {
  expect(await outlined(html, "shop.html")).toMatchInlineSnapshot(`
    "import shop.css?v=1 at 4
    import app.js at 5
    import img/a%20b.png at 13
    import https://example.com/x.js at 15
    key top* 8-8
    key name* 12-12
    8: .shelf
    9: .wide
    11: name
    12: .item"
  `);
});

verifies("languages.imports", "HTML", async () => {
  const { follow } = await projectOf(html, {
    "web/a.html":
      '<link href="b.css?v=1#x"><script src="/app.js"></script><img src="img/a%20b.png"><a href="c.html"><script src="//cdn/x.js"></script><img src="100%">',
    "web/b.css": "",
    "app.js": "",
    "web/img/a b.png": "",
    "web/c.html": "",
  });
  expect(await follow("web/a.html")).toMatchInlineSnapshot(`
    [
      "b.css?v=1#x -> web/b.css",
      "/app.js -> app.js",
      "img/a%20b.png -> web/img/a b.png",
      "//cdn/x.js -> (//cdn/x.js)",
      "100% -> nothing",
    ]
  `);
});
