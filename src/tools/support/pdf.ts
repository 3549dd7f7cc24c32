import { getDocumentProxy } from "unpdf";

export interface PdfPages {
  /** Text of the pages from `offset`. */
  pages: string[];
  total: number;
}

/** The text of at most `limit` pages of a PDF from page `offset` (from 1). Rejects when the file cannot be parsed. */
export async function pdfPages(content: Uint8Array, { offset, limit }: { offset: number; limit: number }): Promise<PdfPages> {
  // The parser takes ownership of the buffer it is given.
  const document = await getDocumentProxy(Uint8Array.from(content), { verbosity: 0 });
  try {
    const pages: string[] = [];
    for (let number = offset; number < offset + limit && number <= document.numPages; number++) {
      const { items } = await (await document.getPage(number)).getTextContent();
      pages.push(items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join(""));
    }
    return { pages, total: document.numPages };
  } finally {
    await document.loadingTask.destroy();
  }
}
