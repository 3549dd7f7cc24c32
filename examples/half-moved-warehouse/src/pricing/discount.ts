import type { OrderLine } from "../orders/order.ts";
import { type Cents, percentOf } from "./money.ts";

export abstract class Discount {
  abstract readonly label: string;

  /** What is taken off a line that costs `price`. */
  amount(_line: OrderLine, _price: Cents): Cents {
    return 0;
  }
}

export class BulkDiscount extends Discount {
  override readonly label = "bulk";
  readonly #from: number;
  readonly #percent: number;

  constructor(options: { from: number; percent: number }) {
    super();
    this.#from = options.from;
    this.#percent = options.percent;
  }

  amount(line: OrderLine, price: Cents): Cents {
    return line.quantity >= this.#from ? percentOf(price, this.#percent) : 0;
  }
}

export class ClearanceDiscount extends Discount {
  override readonly label = "clearance";
  readonly #skus: ReadonlySet<string>;

  constructor(skus: Iterable<string>) {
    super();
    this.#skus = new Set(skus);
  }

  override amount(line: OrderLine, price: Cents): Cents {
    return this.#skus.has(line.sku) ? percentOf(price, 50) : 0;
  }
}
