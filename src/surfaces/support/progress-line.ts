import type { SurfaceIo } from "../../contract/surface.ts";

/** What is over sooner is not told. */
const QUIET_MS = 1000;

export interface Progress {
  done: number;
  /** Of the same unit. */
  total: number;
}

/** Says on a terminal how far something is that takes longer than a second, on one line that is gone in the end. `now` is in milliseconds. */
export function progressLine(
  { stderr }: Pick<SurfaceIo, "stderr">,
  what: string,
  now = () => performance.now(),
): (progress: Progress) => void {
  const from = now();
  let shown = "";
  return ({ done, total }) => {
    if (stderr.isTTY !== true) return;
    const isOver = done >= total;
    if (isOver && shown !== "") stderr.write("\r\u001b[K");
    if (isOver || now() - from < QUIET_MS) return;
    const text = `${what}: ${Math.floor((100 * done) / total)} %`;
    if (text !== shown) stderr.write(`\r\u001b[K${text}`);
    shown = text;
  };
}
