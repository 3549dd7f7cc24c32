import { expect } from "vitest";
import python from "../../src/repair/repairers/python.ts";
import { verifies } from "../verifies.ts";
import { repairInBox } from "./boxed.ts";

const manifest = { "pyproject.toml": '[project]\nname = "shop"\n' };

verifies("repair.python", "imports of the standard library and of the project", async () => {
  const repair = await repairInBox(python, {
    ...manifest,
    "shop/__init__.py": "",
    "shop/money.py": "def to_cents(amount):\n    return int(amount * 100)\n",
    "shop/cart.py":
      '"""A cart."""\nimport sys\n\n\ndef total(path):\n    lines = json.loads(Path(path).read_text())\n    return sum(to_cents(line) for line in lines), sys.argv\n',
  });
  expect(repair).toEqual({
    reasons: [
      "shop/cart.py:6 import json (undefined name json)",
      "shop/cart.py:6 from pathlib import Path (undefined name Path)",
      "shop/cart.py:7 from shop.money import to_cents (undefined name to_cents)",
    ],
    edits: new Map([
      [
        "shop/cart.py",
        '"""A cart."""\nimport sys\nfrom pathlib import Path\nfrom shop.money import to_cents\nimport json\n\n\ndef total(path):\n    lines = json.loads(Path(path).read_text())\n    return sum(to_cents(line) for line in lines), sys.argv\n',
      ],
    ]),
    before: [expect.objectContaining({ line: 6 }), expect.objectContaining({ line: 6 }), expect.objectContaining({ line: 7 })],
    after: [],
  });
});

verifies("repair.python", "misspelt names", async () => {
  const text = "def total(lines):\n    quantity = 0\n    for line in lines:\n        quantity += line\n    return 'é', qauntity\n";
  const repair = await repairInBox(python, { ...manifest, "cart.py": text });
  expect(repair?.edits.get("cart.py")).toBe(text.replace("qauntity", "quantity"));
});

const left: [what: string, files: Record<string, string>][] = [
  ["a name that is nowhere", { "a.py": "print(undreamt_of)\n" }],
  ["a name that two modules export", { "a.py": "print(rate())\n", "b.py": "def rate(): pass\n", "c.py": "def rate(): pass\n" }],
  ["a name that a star may bring", { "a.py": "from os.path import *\nprint(json.dumps(1), join('a'))\n" }],
  ["a module that lacks what is used of it", { "a.py": "print(json.dumpz(1))\n" }],
  ["a file that does not parse", { "a.py": "print(json.dumps(1)\n" }],
];

for (const [what, files] of left) {
  verifies("repair.python-knows", what, async () => {
    expect(await repairInBox(python, { ...manifest, ...files })).toBeUndefined();
  });
}
