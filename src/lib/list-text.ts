/** `a, b and c`; of more than `most`, `a, b and 4 more`. */
export function listText(items: readonly string[], most: number): string {
  const shown = items.slice(0, most);
  const last = items.length > most ? `${items.length - most} more` : (shown.pop() ?? "");
  return shown.length === 0 ? last : `${shown.join(", ")} and ${last}`;
}
