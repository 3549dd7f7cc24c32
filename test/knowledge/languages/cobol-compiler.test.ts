import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import cobol from "../../../src/knowledge/languages/cobol.ts";
import type { Outline } from "../../../src/knowledge/language.ts";
import { verifies } from "../../verifies.ts";
import { fixtures } from "./outlined.ts";
import { projectOf } from "./project.ts";

const orders = join(fixtures, "cobol/orders");
const built = mkdtempSync(join(tmpdir(), "fettle-cobol-"));
afterAll(() => rmSync(built, { recursive: true, force: true }));

const programs = ["programs/ORDPOST.cbl", "programs/CUSTVAL.cbl", "programs/taxcalc.cob"];
const cobc = (...args: string[]): string =>
  execFileSync("cobc", ["-ffold-call=UPPER", "-I", "copybooks", ...args], { cwd: orders, encoding: "utf8" });

const files = Object.fromEntries(
  ["programs", "copybooks"].flatMap((folder) =>
    readdirSync(join(orders, folder)).map((name) => [`${folder}/${name}`, readFileSync(join(orders, folder, name), "utf8")] as const),
  ),
);
const outlineOf = async (path: string): Promise<Outline> => await cobol.outline({ path, text: files[path]! });

verifies("languages.cobol-compiler", "they compile and do their work", () => {
  cobc("-x", "-o", join(built, "ordpost"), ...programs);
  const printed = execFileSync(join(built, "ordpost"), {
    env: { ...process.env, DD_ORDERS: join(orders, "data/ORDERS.txt") },
    encoding: "utf8",
  });
  expect(printed.split("\n").map((line) => line.trimEnd())).toEqual([
    "ORDER     CUSTOMER  GROSS",
    "00000001  000100     119.00",
    "00000002  000200     214.00",
    "REFUSED 00000003 11",
    "REFUSED 00000004 12",
    "REFUSED 00000005 10",
    "REFUSED 00000006 20",
    "POSTED 0002 REFUSED 0004 SUM 000000333.00",
    "",
  ]);
});

verifies("languages.cobol-compiler", "copybooks and calls", async () => {
  const { resolver } = await projectOf(cobol, files);
  const found: Record<string, string[]> = {};
  const listed: Record<string, string[]> = {};
  for (const program of programs) {
    const copied = cobc("-E", program).matchAll(/^#line \d+ "(copybooks\/[^"]+)"/gm);
    const code = join(built, "code.c");
    cobc("-C", "-o", code, program);
    const called = readFileSync(code, "utf8").matchAll(/cob_resolve_cobol \("([^"]+)"/g);
    listed[program] = [...new Set([...copied, ...called].map(([, name]) => name!))].sort();
    const { imports } = await outlineOf(program);
    const targets = imports.map((imported) => {
      const target = resolver.resolve(imported, program);
      // What is called through a data item is known to the compiler only when the program runs.
      if (imported.lazy) return [];
      if (imported.names.length > 0) return imported.names.map(({ name }) => name);
      return target !== undefined && "files" in target ? target.files : [];
    });
    found[program] = targets.flat().sort();
  }
  expect(found).toEqual(listed);
  expect(listed).toEqual({
    "programs/ORDPOST.cbl": ["CUSTVAL", "copybooks/CUSTREC.cpy", "copybooks/ERRCODES.cpy", "copybooks/ORDREC.cpy"],
    "programs/CUSTVAL.cbl": ["copybooks/CUSTREC.cpy", "copybooks/ERRCODES.cpy", "copybooks/ORDREC.cpy"],
    "programs/taxcalc.cob": ["copybooks/ERRCODES.cpy", "copybooks/ORDREC.cpy", "copybooks/taxrates"],
  });
});

verifies("languages.cobol-compiler", "the item that is called stands for its value", async () => {
  const { follow } = await projectOf(cobol, files);
  expect(await follow("programs/ORDPOST.cbl")).toEqual([
    "ORDREC -> copybooks/ORDREC.cpy",
    "CUSTREC -> copybooks/CUSTREC.cpy",
    "ERRCODES -> copybooks/ERRCODES.cpy",
    "CUSTVAL -> programs/CUSTVAL.cbl",
    "TAXCALC -> programs/taxcalc.cob",
  ]);
});

verifies("languages.cobol-compiler", "data items, those of the copybooks under the names that replace theirs", async () => {
  const replaced: Record<string, (name: string) => string> = {
    "programs/ORDPOST.cbl": (name) => name.replace(":TAG:", "CUST"),
    "programs/CUSTVAL.cbl": (name) => name.replace(":TAG:", "LK-CUST").replace(/^ERR-CODE$/, "LK-ERROR"),
    "programs/taxcalc.cob": (name) => name,
  };
  for (const program of programs) {
    const listing = cobc("-fsyntax-only", "-t-", "-ftsymbols", "-fno-theaders", "-fno-tsource", "--tlines=0", program);
    const items = [...listing.matchAll(/^.{6}[A-Z]+ +\d\d +([\w-]+)/gm)]
      .map(([, name]) => name!.toUpperCase())
      .filter((name) => name !== "FILLER");
    const { resolver } = await projectOf(cobol, files);
    const own = await outlineOf(program);
    const copied = own.imports.flatMap((imported) => {
      const target = resolver.resolve(imported, program);
      return imported.names.length === 0 && target !== undefined && "files" in target ? target.files : [];
    });
    const all = [own, ...(await Promise.all(copied.map(outlineOf)))].flatMap(({ definitions }) =>
      // Programs, procedures and files are listed elsewhere, names of indexes nowhere.
      definitions.filter(({ kind, within, name }) => {
        const place = within === undefined ? undefined : definitions[within];
        return !(kind === "module" || kind === "section" || name === "ORDER-FILE" || (kind === "variable" && place?.kind === "field"));
      }),
    );
    expect(all.map(({ name }) => replaced[program]!(name)).sort()).toEqual(items.sort());
  }
});
