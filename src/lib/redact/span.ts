/** A stretch of a text that is secret: from the first character to the one after the last. */
export interface Span {
  from: number;
  to: number;
  kind: string;
}

/** In order and apart: of what overlaps, the union under the kind of the first, of the longest where several begin together. */
export function unite<Some extends Span>(spans: Some[]): Some[] {
  if (spans.length < 2) return spans;
  spans.sort((a, b) => a.from - b.from || b.to - a.to);
  const united: Some[] = [];
  for (const span of spans) {
    const last = united.at(-1);
    if (last === undefined || span.from >= last.to) united.push({ ...span });
    else last.to = Math.max(last.to, span.to);
  }
  return united;
}
