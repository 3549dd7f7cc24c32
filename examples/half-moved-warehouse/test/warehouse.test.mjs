import assert from "node:assert/strict";
import { test } from "node:test";
import { BulkDiscount, ClearanceDiscount, MemoryCatalog, freePieces, placeOrder, planReorders, receiveStock, stockReport } from "../dist/index.js";

function openWarehouse() {
  const catalog = new MemoryCatalog([
    { sku: "B-2", name: "Bolt, 40 mm", unitPrice: 12, reorderLevel: 500 },
    { sku: "A-1", name: "Anchor", unitPrice: 249, reorderLevel: 10 },
  ]);
  const stock = new Map();
  receiveStock(stock, "A-1", 12);
  receiveStock(stock, "B-2", 900);
  return { catalog, stock, discounts: [new BulkDiscount({ from: 100, percent: 10 }), new ClearanceDiscount(["A-1"])] };
}

test("an order is priced with the best discount of each line, and reserved", async () => {
  const warehouse = openWarehouse();
  const order = { id: "1", customer: "Ada", lines: [{ sku: "A-1", quantity: 4 }, { sku: "B-2", quantity: 200 }] };

  const placement = await placeOrder(order, warehouse);

  assert.deepEqual(placement, {
    placed: true,
    quote: {
      lines: [
        { sku: "A-1", quantity: 4, price: 996, discount: 498 },
        { sku: "B-2", quantity: 200, price: 2400, discount: 240 },
      ],
      total: 2658,
    },
  });
  assert.equal(freePieces(warehouse.stock, "A-1"), 8);
});

test("an order that cannot be filled reserves nothing", async () => {
  const warehouse = openWarehouse();
  const order = { id: "2", customer: "Ada", lines: [{ sku: "B-2", quantity: 900 }, { sku: "A-1", quantity: 13 }] };

  assert.deepEqual(await placeOrder(order, warehouse), { placed: false, sku: "A-1", missing: 1 });
  assert.equal(freePieces(warehouse.stock, "B-2"), 900);
});

test("reorders fill up to twice the level", async () => {
  const { catalog, stock, discounts } = openWarehouse();
  await placeOrder({ id: "3", customer: "Ada", lines: [{ sku: "A-1", quantity: 5 }] }, { catalog, stock, discounts });

  assert.deepEqual(await planReorders(catalog, stock), [{ sku: "A-1", quantity: 13 }]);
});

test("the report lists products by name and marks what must be ordered", async () => {
  const { catalog, stock } = openWarehouse();
  receiveStock(stock, "B-2", -500);

  assert.equal(await stockReport(catalog, stock), "A-1 12 29.88\nB-2 400 48.00 !");
});
