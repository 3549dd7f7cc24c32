import type { Catalog } from "../catalog/catalog.ts";
import type { Product } from "../catalog/product.ts";
import { formatCents } from "../money.ts";
import { type Stock, freePieces } from "../stock/stock.ts";

/** One line per product, by name: number, free pieces, what they are worth, and a mark when more must be ordered. */
export async function stockReport(catalog: Catalog, stock: Stock): Promise<string> {
  const products = await catalog.listProducts();
  const rows = products
    .slice()
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((product) => {
      const free = freePieces(stock, product.sku);
      const mark = free < product.reorderLevel ? " !" : "";
      return `${product.sku} ${free} ${formatCents(free * product.unitPrice)}${mark}`;
    });
  return rows.join("\n");
}
