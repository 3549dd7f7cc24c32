import type { Judge, Program, Programs } from "../command.ts";
import { isInside } from "../paths.ts";
import { each, inProject, listed, projectTools, scriptRunner, subcommands } from "./judges.ts";

const requirement = /^(?:[A-Za-z0-9][\w.-]*(?:\[[\w,.-]+\])?(?:[=<>~!]=?=?[\w.*,<>=!~-]+)?|\.(?:\[[\w,.-]+\])?)$/;
const packages = (operands: readonly string[]) => operands.every((operand) => requirement.test(operand));

const pip: Judge = (args) =>
  args.length === 1 && /^(--version|-V)$/.test(args[0] ?? "")
    ? undefined
    : subcommands({
        install: listed(
          {
            short: "r:e:qUc:v",
            long: [
              "requirement=",
              "editable=",
              "quiet",
              "upgrade",
              "no-deps",
              "dry-run",
              "no-cache-dir",
              "user",
              "constraint=",
              "no-build-isolation",
              "break-system-packages",
              "disable-pip-version-check",
              "force-reinstall",
              "no-input",
            ],
          },
          ({ values, operands }) =>
            packages(operands) &&
            values("r", "requirement", "c", "constraint").every(isInside) &&
            values("e", "editable").every((path) => isInside(path.replace(/\[.*$/, ""))),
        ),
        uninstall: listed({ short: "yq", long: ["yes"] }, ({ operands }) => packages(operands)),
        ...each("list show freeze check index", listed({ short: "fo", long: ["outdated", "format=", "files", "local"] })),
      })(args);

const tools = projectTools(
  "pytest py.test unittest mypy ruff black isort flake8 pylint pyright basedpyright tox nox coverage pycodestyle pydocstyle bandit alembic sphinx-build autopep8 yapf vulture interrogate ty",
);
const modules: Readonly<Record<string, Judge>> = {
  ...Object.fromEntries(Object.entries(tools).map(([name, program]) => [name, program.judge])),
  pip,
  ...each("venv compileall json.tool doctest build py_compile tokenize ast this site platform sysconfig tabnanny", inProject),
};

const modulesOf: Judge = (args) => {
  let i = 0;
  while (/^-([uBOIsE]|OO|W.+|X.+)$/.test(args[i] ?? "") || args[i] === "-W" || args[i] === "-X") i += /^-[WX]$/.test(args[i] ?? "") ? 2 : 1;
  if (args[i] !== "-m") return "interpreter";
  return subcommands(modules)(args.slice(i + 1));
};

const python: Program = {
  judge: (args) =>
    // Its shells take code.
    args.some((arg) => /^(?:.*\/)?manage\.py$/.test(arg)) && args.some((arg) => /^(shell|shell_plus|dbshell)$/.test(arg))
      ? "interpreter"
      : args.length === 1 && /^(--version|-V|-VV)$/.test(args[0] ?? "")
        ? undefined
        : scriptRunner(/^-(?:[uBOIsE]|OO|W\w+|X\w+)$/, /\.pyw?$/, modulesOf)(args),
};

export default {
  ...tools,
  ...each("python python3 python3.8 python3.9 python3.10 python3.11 python3.12 python3.13 python3.14", python),
  ...each("pip pip3", { judge: pip }),
  uv: {
    judge: (args) =>
      args.length === 1 && /^(--version|-V)$/.test(args[0] ?? "")
        ? undefined
        : subcommands({
            ...each(
              "sync lock venv tree build",
              listed(
                {
                  short: "qU",
                  long: [
                    "frozen",
                    "locked",
                    "all-extras",
                    "all-groups",
                    "dev",
                    "no-dev",
                    "extra=",
                    "group=",
                    "upgrade",
                    "check",
                    "quiet",
                    "depth=",
                    "seed",
                  ],
                },
                ({ operands }) => operands.every(isInside),
              ),
            ),
            ...each(
              "add remove",
              listed({ short: "q", long: ["dev", "group=", "extra=", "quiet", "frozen"] }, ({ operands }) => packages(operands)),
            ),
            pip,
            python: subcommands({ list: inProject, find: inProject }),
          })(args),
  },
  poetry: {
    judge: subcommands({
      ...each(
        "install update lock check show build version",
        listed({
          short: "qv",
          long: [
            "no-root",
            "no-interaction",
            "with=",
            "without=",
            "only=",
            "sync",
            "all-extras",
            "extras=",
            "tree",
            "outdated",
            "no-update",
            "no-ansi",
          ],
        }),
      ),
      ...each(
        "add remove",
        listed({ short: "Dq", long: ["dev", "group="] }, ({ operands }) => packages(operands)),
      ),
      "--version": inProject,
    }),
  },
} satisfies Programs;
