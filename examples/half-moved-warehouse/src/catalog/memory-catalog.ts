import { type Catalog, UnknownProductError } from "./catalog.ts";
import type { Product } from "./product.ts";

export class MemoryCatalog implements Catalog {
  readonly #products: Map<string, Product>;

  constructor(products: Iterable<Product>) {
    this.#products = new Map([...products].map((product) => [product.sku, product]));
  }

  async findProduct(sku: string): Promise<Product> {
    const product = this.#products.get(sku);
    if (product === undefined) throw new UnknownProductError(sku);
    return product;
  }

  async list(): Promise<Product[]> {
    return [...this.#products.values()];
  }
}
