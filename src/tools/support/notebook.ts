import { plainOutput } from "./plain-output.ts";

type Source = string | readonly string[];

interface Output {
  output_type?: string;
  text?: Source;
  data?: Readonly<Record<string, unknown>>;
  traceback?: readonly string[];
}

interface Cell {
  cell_type?: string;
  execution_count?: number | null;
  source?: Source;
  outputs?: readonly Output[];
}

/** A Jupyter notebook (nbformat 4) as text: each cell under a heading, its outputs below it. Undefined when it is none. */
export function notebookText(json: string): string | undefined {
  const cells = cellsOf(json);
  return cells
    ?.map((cell, index) => [headingOf(cell, index), toText(cell.source), ...(cell.outputs ?? []).map(outputText)].join("\n"))
    .join("\n\n");
}

function cellsOf(json: string): readonly Cell[] | undefined {
  try {
    const { cells } = JSON.parse(json) as { cells?: unknown };
    return Array.isArray(cells) ? (cells as Cell[]) : undefined;
  } catch {
    return undefined;
  }
}

function headingOf(cell: Cell, index: number): string {
  const run = typeof cell.execution_count === "number" ? ` [${cell.execution_count}]` : "";
  return `--- cell ${index + 1}: ${cell.cell_type ?? "unknown"}${run}`;
}

function outputText(output: Output): string {
  return `--- output\n${plainOutput(outputBody(output)).trimEnd()}`;
}

function outputBody({ text, traceback, data = {} }: Output): string {
  if (text !== undefined) return toText(text);
  if (traceback !== undefined) return traceback.join("\n");
  const plain = data["text/plain"] ?? data["text/markdown"];
  const others = Object.keys(data).filter((type) => type !== "text/plain");
  return [...(plain === undefined ? [] : [toText(plain as Source)]), ...(others.length === 0 ? [] : [`(also ${others.join(", ")})`])].join(
    "\n",
  );
}

function toText(source: Source = ""): string {
  return typeof source === "string" ? source : source.join("");
}
