import { expect } from "vitest";
import { selectTests } from "../../../../src/knowledge/graph/queries/tests.ts";
import { verifies } from "../../../verifies.ts";
import { makeTree, openIndex } from "../harness.ts";

verifies("queries.tests", async () => {
  using tree = makeTree({
    "src/price.ts": "export const price = 1;\n",
    "src/cart.ts": 'import { price } from "./price";\nexport const cart = price;\n',
    "src/lonely.ts": "export const lonely = 1;\n",
    "src/cart.test.ts": 'import { cart } from "./cart";\ncart;\n',
    "src/price.test.ts": 'import { price } from "./price";\nprice;\n',
    "src/other.test.ts": "export {};\n",
    "stock.py": "def count():\n    return 1\n",
    "test_stock.py": "from stock import count\n\ndef test_count():\n    assert count() == 1\n",
  });
  using index = openIndex(tree.path);
  await index.update();
  const select = (...changed: string[]) => selectTests(index.reader, changed);
  expect(select("src/price.ts")).toEqual({
    tests: [
      { path: "src/price.test.ts", why: ["src/price.test.ts", "src/price.ts"] },
      { path: "src/cart.test.ts", why: ["src/cart.test.ts", "src/cart.ts", "src/price.ts"] },
    ],
    unreached: [],
  });
  expect(select("src/other.test.ts", "stock.py", "src/lonely.ts", "gone.ts")).toEqual({
    tests: [
      { path: "src/other.test.ts", why: ["src/other.test.ts"] },
      { path: "test_stock.py", why: ["test_stock.py", "stock.py"] },
    ],
    unreached: ["src/lonely.ts", "gone.ts"],
  });
  // The nearer one selects its test; the further one is reached by it too.
  expect(select("src/cart.ts", "src/price.ts").unreached).toEqual([]);
});
