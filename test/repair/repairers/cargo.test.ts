import { expect } from "vitest";
import cargo from "../../../src/repair/repairers/cargo.ts";
import { verifies } from "../../verifies.ts";
import { hasProgram, openProject, repairInBox } from "../boxed.ts";

const manifest = '[package]\nname = "shop"\nversion = "0.1.0"\nedition = "2021"\n';
const money = `pub struct Price { pub amount: i64 }
impl Price { pub fn double(&self) -> Price { Price { amount: self.amount * 2 } } }
pub fn to_cents(x: f64) -> i64 { (x * 100.0) as i64 }
`;
const broken = `pub mod money;

pub fn total(lines: &[f64]) -> usize {
    let mut known = HashMap::new();
    for line in lines {
        known.insert(money::to_cnets(*line), "é");
    }
    let price = money::Price { amonut: 1 };
    let name = String::from("a");
    length(name) + price.duoble().amount as usize + known.len()
}

fn length(name: &str) -> usize { name.len() }
`;
const mended = broken
  .replace("pub mod", "use std::collections::HashMap;\n\npub mod")
  .replace("to_cnets", "to_cents")
  .replace("amonut", "amount")
  .replace("duoble", "double")
  .replace("length(name) +", "length(&name) +");

if (hasProgram("cargo")) {
  verifies("repair.rust", "imports, misspelt names and what the compiler is sure of, in files that nobody has changed too", async () => {
    const repair = await repairInBox(
      cargo,
      { "Cargo.toml": manifest, "src/lib.rs": broken, "src/money.rs": money },
      { old: ["src/lib.rs"] },
    );
    expect(repair?.edits).toEqual(new Map([["src/lib.rs", mended]]));
    // Which errors hide which, and their words, are the version's.
    expect(repair!.after).toEqual([]);
    expect(repair!.before).toContainEqual({ file: "src/lib.rs", line: 4, code: "E0433", message: expect.stringContaining("HashMap") });
    expect(repair!.reasons.map((reason) => reason.replace(/ .*(?= \()/, " …"))).toEqual(
      expect.arrayContaining(["src/lib.rs:1 … (E0433)", "src/lib.rs:8 … (E0425)"]),
    );
  });

  const nothing: [what: string, files: Record<string, string>][] = [
    ["the control, which is mended", { "src/lib.rs": "pub fn one() -> HashMap<u8, u8> { HashMap::from([(1, 1)]) }\n" }],
    ["what compiles", { "src/lib.rs": "pub fn one() -> u8 { 1 }\n" }],
    ["a warning", { "src/lib.rs": "use std::fs;\npub fn one() -> u8 { 1 }\n" }],
    ["a name that is nowhere", { "src/lib.rs": "pub fn one() -> u8 { undreamt_of() }\n" }],
    ["a name that several modules export", { "src/lib.rs": "pub fn one() -> Result { Ok(()) }\n" }],
    ["an error that would only be silenced", { "src/lib.rs": "#![deny(unused_variables)]\npub fn one(much: u8) -> u8 { 1 }\n" }],
    ["a manifest that cannot be read", { "Cargo.toml": "[package\n", "src/lib.rs": "pub fn one() -> &str { let a = HashMap::new(); }\n" }],
    [
      "a dependency that is not there",
      { "Cargo.toml": `${manifest}[dependencies]\nserde = "1"\n`, "src/lib.rs": "fn a() { HashMap::new(); }\n" },
    ],
  ];
  verifies("repair.rust-knows", async () => {
    await using project = await openProject();
    const proposed: string[] = [];
    for (const [what, files] of nothing) {
      project.write({ "Cargo.toml": manifest, ...files });
      if ((await project.repair(cargo, [])) !== undefined) proposed.push(what);
    }
    expect(proposed).toEqual(["the control, which is mended"]);
  });
}
