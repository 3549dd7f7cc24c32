import { contradicted, type Reader, supported } from "../statement.ts";

const RECEIPT = /\breceipt-[0-9a-f]{6,}\b/g;

/** Receipts that a message cites: the harness writes them, and nobody else. */
export const readReceipts: Reader = ({ text, codes }) => {
  const cited = new Set([text, ...codes.filter((_, index) => text.includes(`⟦${index}⟧`))].flatMap((part) => part.match(RECEIPT) ?? []));
  return [...cited].map((id) => ({
    kind: "receipt",
    about: id,
    judge: ({ baseline, final, earlier }) =>
      [...baseline, ...final, ...earlier].some((receipt) => receipt.id === id)
        ? supported("The harness wrote it.", [id])
        : contradicted("The harness has written no such receipt."),
  }));
};
