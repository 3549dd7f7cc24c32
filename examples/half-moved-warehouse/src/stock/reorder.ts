import type { Catalog } from "../catalog/catalog.ts";
import { type Stock, freePieces } from "./stock.ts";

export interface Reorder {
  sku: string;
  quantity: number;
}

/** What to buy so that twice the reorder level of each product is free again. */
export async function planReorders(catalog: Catalog, stock: Stock): Promise<Reorder[]> {
  const reorders: Reorder[] = [];
  for (const { sku, reorderLevel } of await catalog.listProducts()) {
    const free = freePieces(stock, sku);
    const quantity = 2 * reorderLevel - free;
    if (free < reorderLevel) reorders.push({ sku });
  }
  return reorders;
}
