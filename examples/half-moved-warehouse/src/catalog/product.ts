import type { Cents } from "../pricing/money.ts";

export interface Product {
  sku: string;
  name: string;
  unitPrice: Cents;
  /** Order more when fewer pieces than this are free. */
  reorderLevel: number;
}
