import { expect } from "vitest";
import css from "../../../src/knowledge/languages/css.ts";
import { verifies } from "../../verifies.ts";
import { outlined } from "./outlined.ts";
import { projectOf } from "./project.ts";

verifies("languages.outline", "CSS", async () => {
  expect(await outlined(css, "shop.css")).toMatchInlineSnapshot(`
    "import base.css at 1
    import ./more.css at 2
    variable --gap* 5-5
    rule .shelf* 8-13
    rule .board* 9-13
    rule #main* 9-13
    rule .item* 9-13
    rule slide* 15-15
    rule .wide* 18-18
    rule .outer* 21-23
    rule .inner* 22-22
    11: --gap
    12: slide"
  `);
});

verifies("languages.imports", "CSS", async () => {
  const { follow } = await projectOf(css, {
    "web/a.css":
      '@import "b.css";\n@import url(../c.css);\n@import "/d.css" print;\n@import url("https://example.com/x.css");\n@import "lost.css";\n',
    "web/b.css": "",
    "b.css": "",
    "c.css": "",
    "d.css": "",
  });
  expect(await follow("web/a.css")).toMatchInlineSnapshot(`
    [
      "b.css -> web/b.css",
      "../c.css -> c.css",
      "/d.css -> d.css",
      "https://example.com/x.css -> (https://example.com/x.css)",
      "lost.css -> nothing",
    ]
  `);
});
