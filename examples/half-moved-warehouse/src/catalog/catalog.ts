import type { Product } from "./product.ts";

/** Where products are looked up. May be a service on the network. */
export interface Catalog {
  /** Rejects with `UnknownProductError` when there is none. */
  findProduct(sku: string): Promise<Product>;
  listProducts(): Promise<Product[]>;
}

export class UnknownProductError extends Error {
  override readonly name = "UnknownProductError";
  readonly sku: string;

  constructor(sku: string) {
    super(`No product has the number ${sku}`);
    this.sku = sku;
  }
}
