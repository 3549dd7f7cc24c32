import { expect } from "vitest";
import gopls from "../../../src/repair/repairers/gopls.ts";
import { verifies } from "../../verifies.ts";
import { hasProgram, openProject, repairInBox } from "../boxed.ts";

const manifest = "module shop\n\ngo 1.19\n";
const money = `package money

func ToCents(x float64) int { return int(x * 100) }

type Price struct{ Amount int }

func (p Price) Double() Price { return Price{p.Amount * 2} }
`;
const broken = `package cart

import (
	"net/url"
	"os"
	"time"
)

type line struct {
	// In cents.
	amount int
}

// Total adds up. Sums it.
func Total(lines []float64) string {
	sum := 0
	for _, each := range lines {
		sum += money.ToCents(each)
	}
	sum := sum + 1
	p := &money.Price{Amonut: 1}
	l := line{amuont: 1}
	fmt.Println("é", strings.ToUpper("a"), p.Duoble(), smu, time.Duration(1).Secnods(), p.double(), time.Millisecnod, l.amuont, url.QueryEscpae("a"))
	return strconv.Itoa(sum)
}
`;
const mended = broken
  .replace('"net/url"\n\t"os"\n\t"time"', '"fmt"\n\t"net/url"\n\t"shop/money"\n\t"strconv"\n\t"strings"\n\t"time"')
  .replace("sum := sum", "sum = sum")
  .replace("Amonut", "Amount")
  .replaceAll("amuont", "amount")
  .replace("Duoble", "Double")
  .replace("smu", "sum")
  .replace("Secnods", "Seconds")
  .replace("p.double", "p.Double")
  .replace("QueryEscpae", "QueryEscape")
  .replace("Millisecnod", "Millisecond");
const test = 'package cart\n\nimport "testing"\n\nfunc TestTotal(t *testing.T) {\n\tif Totla(nil) != "1" {\n\t\tt.Fatla("no")\n\t}\n}\n';

if (hasProgram("go") && hasProgram("gopls")) {
  verifies("repair.go", "in a module whose imports and names went wrong, tests included", async () => {
    const files = { "go.mod": manifest, "money/money.go": money, "cart/cart.go": broken, "cart/cart_test.go": test };
    const repair = await repairInBox(gopls, files, { old: Object.keys(files) });
    expect(repair && Object.fromEntries(repair.edits)).toEqual({
      "cart/cart.go": mended,
      "cart/cart_test.go": test.replace("Totla", "Total").replace("Fatla", "Fatal"),
    });
    expect(repair!.after).toEqual([]);
    expect(repair!.reasons).toEqual(
      expect.arrayContaining([
        'cart/cart.go:4 add import "fmt", add import "shop/money", add import "strconv", add import "strings", remove unused import "os"',
        "cart/cart.go:23 change := to =: nothing on its left side is new",
        "cart/cart_test.go:6 change spelling of Totla to Total",
      ]),
    );
  });

  const left: [what: string, files: Record<string, string>][] = [
    ["the control, which is mended", { "a.go": 'package shop\n\nimport "os"\n' }],
    ["what compiles", { "a.go": "package shop\n" }],
    ["an import that two packages of the standard library could be", { "a.go": 'package shop\n\nvar a = template.New("a")\n' }],
    ["a name that is nowhere", { "a.go": "package shop\n\nvar a = undreamtOf()\n" }],
    ["a slip of two names", { "a.go": "package shop\n\nvar value1, value2 = 1, 2\n\nvar a = value3\n" }],
    ["a slip of a name of another type", { "a.go": 'package shop\n\nvar name = "a"\n\nvar a int = nmae\n' }],
    ["a file that does not parse", { "a.go": "package shop\n\nfunc {\n" }],
    ["a module that is not there", { "a.go": 'package shop\n\nimport "example.com/none/of/it"\n\nvar a = it.Is()\n' }],
    ["a manifest that cannot be read", { "go.mod": "modul shop\n", "a.go": 'package shop\n\nimport "os"\n' }],
  ];
  verifies("repair.go-knows", async () => {
    await using project = await openProject();
    const proposed: string[] = [];
    for (const [what, files] of left) {
      project.write({ "go.mod": manifest, ...files });
      if ((await project.repair(gopls, [])) !== undefined) proposed.push(what);
    }
    expect(proposed).toEqual(["the control, which is mended"]);
  });
}
