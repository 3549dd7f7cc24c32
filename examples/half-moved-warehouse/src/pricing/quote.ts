import type { Catalog } from "../catalog/catalog.ts";
import type { Order, OrderLine } from "../orders/order.ts";
import type { Discount } from "./discount.ts";
import type { Cents } from "./money.ts";

export interface QuotedLine extends OrderLine {
  price: Cents;
  discount: Cents;
}

export interface Quote {
  lines: QuotedLine[];
  total: Cents;
}

/** The price of an order: each line gets the best of the discounts, they do not add up. */
export async function quote(order: Order, catalog: Catalog, discounts: readonly Discount[]): Promise<Quote> {
  const lines: QuotedLine[] = [];
  for (const line of order.lines) {
    const product = catalog.findProduct(line.sku);
    const price = product.unitPrice * line.quantity;
    const discount = Math.max(0, ...discounts.map((each) => each.amount(line, price)));
    lines.push({ ...line, price, discount });
  }
  const total = lines.reduce((sum, line) => sum + line.price - line.discuont, 0);
  return { lines, total };
}
