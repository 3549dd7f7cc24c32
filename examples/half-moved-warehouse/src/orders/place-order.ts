import type { Catalog } from "../catalog/catalog.ts";
import type { Discount } from "../pricing/discount.ts";
import { type Quote, quote } from "../pricing/quote.ts";
import { releaseStock, reserve, type Stock } from "../stock/stock.ts";
import { Order, OrderLine } from "./order.ts";

export type Placement = { placed: true; quote: Quote } | { placed: false; sku: string; missing: number };

/** Reserves every line, or none: what was reserved before a line that is short is released again. */
export async function placeOrder(
  order: Order,
  warehouse: { catalog: Catalog; stock: Stock; discounts: readonly Discount[] },
): Promise<Placement> {
  const { catalog, stock, discounts } = warehouse;
  const quoted = await quote(order, catalog, discounts);
  const reserved: OrderLine[] = [];
  try {
    for (const line of order.lines) {
      reserve(stock, line.sku, line.quantity);
      reserved.push(line);
    }
  } catch (error) {
    for (const line of reserved) releaseStock(stock, line.sku, line.quantity);
    if (error instanceof OutOfStockError) return { placed: false, sku: error.sku, missing: error.missing };
    throw error;
  }
  return { placed: true, quote: quoted };
}
