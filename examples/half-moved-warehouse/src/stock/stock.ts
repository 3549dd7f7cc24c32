export interface StockLevel {
  onHand: number;
  reserved: number;
}

export type Stock = Map<string, StockLevel>;

export class OutOfStockError extends Error {
  override readonly name = "OutOfStockError";
  readonly sku: string;
  readonly missing: number;

  constructor(sku: string, missing: number) {
    super(`${missing} pieces of ${sku} are missing`);
    this.sku = sku;
    this.missing = missing;
  }
}

export function freePieces(stock: Stock, sku: string): number {
  const level = stock.get(sku);
  return level === undefined ? 0 : level.onHand - level.reserved;
}

export function receiveStock(stock: Stock, sku: string, quantity: number): void {
  const level = stock.get(sku) ?? { onHand: 0, reserved: 0 };
  stock.set(sku, { ...level, onHand: level.onHand + quantity });
}

/** Throws `OutOfStockError`, and reserves nothing, when too few pieces are free. */
export function reserveStock(stock: Stock, sku: string, quantity: number): void {
  const level = stock.get(sku) ?? { onHand: 0, reserved: 0 };
  const missing = quantity - (level.onHand - level.reserved);
  if (missing > 0) throw new OutOfStockError(sku, missing);
  stock.set(sku, { ...level, reserved: level.reserved + quantity });
}

export function releaseStock(stock: Stock, sku: string, quantity: number): void {
  const level = stock.get(sku);
  if (level === undefined) return;
  stock.set(sku, { ...level, reserved: Math.max(0, level.reserved - quantity) });
}
