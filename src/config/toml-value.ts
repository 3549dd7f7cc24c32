/** A value as TOML writes it. Its strings are JSON's, with DEL escaped as well. */
export function toTomlValue(value: string | number | boolean | readonly string[]): string {
  if (Array.isArray(value)) return `[${value.map(toTomlValue).join(", ")}]`;
  return JSON.stringify(value).replaceAll("\u007f", "\\u007f");
}
