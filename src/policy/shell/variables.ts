/** Variables that only change how programs report or that say "this is a test run". Everything else can choose what is executed. */
const harmless = new Set([
  "CI",
  "NODE_ENV",
  "FORCE_COLOR",
  "NO_COLOR",
  "CLICOLOR",
  "CLICOLOR_FORCE",
  "LC_ALL",
  "LC_CTYPE",
  "LANG",
  "LANGUAGE",
  "TZ",
  "TERM",
  "COLUMNS",
  "LINES",
  "DEBUG",
  "VERBOSE",
  "RUST_BACKTRACE",
  "RUST_LOG",
  "CARGO_TERM_COLOR",
  "CARGO_INCREMENTAL",
  "PYTHONUNBUFFERED",
  "PYTHONDONTWRITEBYTECODE",
  "PYTHONHASHSEED",
  "PYTHONIOENCODING",
  "PYTHONUTF8",
  "DJANGO_DEBUG",
  "FLASK_ENV",
  "RAILS_ENV",
  "RACK_ENV",
  "APP_ENV",
  "MIX_ENV",
  "CGO_ENABLED",
  "GOOS",
  "GOARCH",
  "GO111MODULE",
  "HUSKY",
  "PORT",
  "VITEST",
  "JEST_WORKER_ID",
  "NEXT_TELEMETRY_DISABLED",
  "TURBO_TELEMETRY_DISABLED",
  "DO_NOT_TRACK",
  "GIT_TERMINAL_PROMPT",
  "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
  "PUPPETEER_SKIP_DOWNLOAD",
  "UPDATE_SNAPSHOTS",
]);

/** Whether setting it to any literal value cannot make a program run something else. */
export function isHarmlessVariable(name: string): boolean {
  return harmless.has(name);
}

/** Whether a loop may use it: a plain lower-case name that neither bash nor a network client reads. */
export function isLoopVariable(name: string): boolean {
  return /^[a-z][a-z0-9_]*$/.test(name) && !/_proxy$|^histchars$|^auto_resume$/.test(name);
}
