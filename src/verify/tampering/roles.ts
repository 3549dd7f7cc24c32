/** What a file is there for, by its path. `installed`: of a package that a package manager brought. */
export type Role = "test" | "source" | "snapshot" | "fixture" | "settings" | "installed" | "other";

const SNAPSHOT =
  /\.snap(?:shot)?(?:\.new)?$|(?:^|\/)__(?:image_)?snapshots?__\/|\.approved\.\w+$|(?:^|\/)snapshots\/.*\.(?:txt|json|snap|md|html)$/;
const FIXTURE =
  /(?:^|\/)(?:__fixtures__|fixtures?|testdata|test-data|test_data|golden(?:s|_files)?|cassettes|expected)\/|\.golden$|[._-]expected\.\w+$/i;
const TEST =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|integration-tests?)\/|[._-](?:test|spec|tests|e2e)\.[cm]?[jt]sx?$|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$|_test\.go$|(?:^|\/)[A-Z]\w*(?:Tests?|IT|Spec)\.java$|^tests?\.[cm]?[jt]s$/;
const SETTINGS =
  /(?:^|\/)(?:package\.json|[jt]sconfig[^/]*\.json|\.?(?:eslint|oxlint|oxlintrc|biome|prettier|stylelint|nyc|c8|mocha|taprc|ava|jest|vitest|vite|karma|playwright|cypress|wtr|babel)(?:rc)?(?:\.config|\.workspace|\.setup)?(?:\.[cm]?[jt]s|\.jsonc?|\.ya?ml)?|\.(?:nycrc|c8rc|mocharc|taprc|eslintrc|eslintignore|npmrc|coveragerc|flake8|pylintrc|golangci|codecov)(?:\.\w+)?|codecov\.ya?ml|pyproject\.toml|pytest\.ini|setup\.cfg|tox\.ini|mypy\.ini|\.?ruff\.toml|noxfile\.py|Makefile|makefile|GNUmakefile|[Jj]ustfile|Taskfile\.ya?ml|Cargo\.toml|clippy\.toml|pom\.xml|build\.gradle(?:\.kts)?|gradle\.properties|lefthook\.ya?ml)$|(?:^|\/)(?:\.github\/workflows|\.circleci|\.husky|\.ci)\/|(?:^|\/)\.(?:gitlab-ci|travis)\.ya?ml$|(?:^|\/)(?:azure-pipelines\.ya?ml|Jenkinsfile)$|\.(?:ba)?sh$/;
const INSTALLED = /(?:^|\/)(?:node_modules|site-packages|dist-packages)\//;
const SOURCE = /\.(?:[cm]?[jt]sx?|pyi?|go|java|rs)$/;

export function roleOf(path: string): Role {
  if (INSTALLED.test(path)) return "installed";
  if (SNAPSHOT.test(path)) return "snapshot";
  if (SETTINGS.test(path)) return "settings";
  if (FIXTURE.test(path)) return "fixture";
  if (TEST.test(path)) return SOURCE.test(path) ? "test" : "fixture";
  return SOURCE.test(path) ? "source" : "other";
}

/** Tests in languages whose syntax is not read here. */
const OTHER_TEST =
  /(?:^|\/)(?:[^/]*[._-])?(?:tests?|specs?)\.(?:sh|bash|bats|rb|php|cs|kt|ex|exs|lua|swift|pl|t|c|cc|cpp|dart|scala)$|(?:^|\/)(?:test_|spec_)[^/]*\.\w+$|\.bats$/i;

export function isTestInOtherLanguage(path: string): boolean {
  return OTHER_TEST.test(path);
}
