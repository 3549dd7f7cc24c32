/** What the runners of JavaScript look for: by the name, by `__tests__`, and for the older ones directly in `test`. */
export function isEcmascriptTest(path: string): boolean {
  if (!/\.[cm]?[jt]sx?$/.test(path) || /\.d\.[cm]?ts$/.test(path)) return false;
  const parts = path.split("/");
  const file = parts.at(-1) ?? "";
  if (/(?:^|[.\-_])(?:test|spec|e2e|cy)\.[cm]?[jt]sx?$/.test(file) || file.startsWith("test-") || /\.test-d\.[cm]?ts$/.test(file))
    return true;
  if (isHelper.test(file)) return false;
  if (parts.slice(0, -1).some((part) => part === "__tests__")) return !parts.some((part) => isHelperFolder.test(part));
  return parts.length > 1 && /^tests?$/.test(parts.at(-2)!);
}

const isHelper = /^(?:index|.*(?:helper|util|setup|teardown|fixture|mock|common|config|global|support)s?)\.[cm]?[jt]sx?$/i;
const isHelperFolder = /^(?:__mocks__|__fixtures__|fixtures?|helpers?|utils?|mocks?|support)$/;
