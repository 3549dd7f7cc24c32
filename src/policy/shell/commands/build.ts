import type { Judge, Program, Programs } from "../command.ts";
import { isInside, staysInside } from "../paths.ts";
import { isHarmlessVariable } from "../variables.ts";
import { each, inProject, inProjectIf, isOutward, listed, projectTools, scriptRunner, subcommands } from "./judges.ts";

/** A variable can name the shell or the compiler: only those that programs report by. */
const make = listed(
  {
    short: "j:C:f:ksnBiwrRdl:q",
    long: [
      "jobs=?",
      "directory=",
      "file=",
      "keep-going",
      "silent",
      "dry-run",
      "always-make",
      "no-print-directory",
      "version",
      "output-sync=?",
    ],
  },
  ({ values, operands }) =>
    values("C", "f", "directory", "file").every(isInside) &&
    operands.every((operand) =>
      operand.includes("=")
        ? operand.startsWith("V=") || isHarmlessVariable(operand.slice(0, operand.indexOf("=")))
        : isInside(operand) && !isOutward(operand),
    ),
);
/** `-j` may stand without a number. */
const makeJobs: Judge = (args) =>
  make(args.map((arg) => (arg === "-j" ? "-j1" : arg)).filter((arg, i, all) => !(i > 0 && all[i - 1] === "-j1" && /^\d+$/.test(arg))));

const cmakeValue =
  /^(?:CMAKE_(?:BUILD_TYPE|CXX_STANDARD|C_STANDARD|EXPORT_COMPILE_COMMANDS|INSTALL_PREFIX|VERBOSE_MAKEFILE)|BUILD_[A-Z_]+|ENABLE_[A-Z_]+|WITH_[A-Z_]+|[A-Z_]+(?=(?::BOOL)?=(?:ON|OFF)$))(?::[A-Z]+)?=[\w.-]*$/;
const cmake: Judge = (args) => {
  const values = args.flatMap((arg, i) => (arg === "-D" ? [args[i + 1] ?? ""] : /^-D./.test(arg) ? [arg.slice(2)] : []));
  if (!values.every((value) => cmakeValue.test(value))) return "argument";
  return listed(
    { short: "B:S:G:D:j:", long: ["build=", "target=", "config=", "parallel=?", "version", "preset=", "clean-first", "verbose", "fresh"] },
    ({ values, operands }) => values("B", "S", "build").every(isInside) && operands.every(isInside),
  )(args);
};

const phases =
  /^(?:clean|validate|compile|test|test-compile|package|verify|install|integration-test|site|process-classes|dependency:(?:tree|resolve|go-offline|analyze)|spotless:(?:apply|check)|checkstyle:check|surefire:test|failsafe:integration-test|help:effective-pom|versions:display-dependency-updates)$/;
const mavenProperty =
  /^-D(?:test|it\.test|skipTests|skipITs|maven\.test\.skip|surefire\.[\w.]+|failIfNoTests|maven\.[\w.]*skip|checkstyle\.skip|style\.color|spotless\.check\.skip|groups)(?:=[\w.*#,$+!-]*)?$/;
const maven: Judge = (args) => {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (/^(-pl|-f|-T|--projects|--file|--threads)$/.test(arg)) {
      if (!/^[:\w]/.test(args[++i] ?? "") || !staysInside(args[i] ?? "")) return "argument";
    } else if (
      !/^(-[qBeXUoa]|-am|-amd|-ntp|-fae|-ff|-v|-T\w+|--(batch-mode|quiet|offline|version|no-transfer-progress|also-make|fail-at-end|errors|show-version))$/.test(
        arg,
      ) &&
      !mavenProperty.test(arg) &&
      !phases.test(arg)
    )
      return "argument";
  }
  return undefined;
};

const gradle: Judge = (args) => {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (/^(--tests|-x|--exclude-task|-p|--project-dir|--configuration)$/.test(arg)) {
      if (!/^[\w.*:#-]+$/.test(args[++i] ?? "") || args[i]?.includes("..")) return "argument";
    } else if (
      !/^(-[qisS]|--(info|stacktrace|quiet|no-daemon|offline|debug|continue|parallel|rerun-tasks|version|build-cache|no-build-cache|scan|warning-mode=\w+|console=\w+|tests=[\w.*]+|warn|dry-run))$/.test(
        arg,
      ) &&
      (!/^:?[A-Za-z][\w:-]*$/.test(arg) || isOutward(arg))
    )
      return "argument";
  }
  return undefined;
};

/** Compiler options that name no program and no plug-in. */
const compilerOption =
  /^-(?:c|S|E|v|g\d?|O[0-3sgz]?|W(?!l,|p,|a,)[\w=-]*|std=[\w+]+|pedantic|pthread|fPIC|shared|static|m(?:64|32|arch=\w+)|fsanitize=[\w,]+|f(?:no-)?(?:exceptions|rtti|omit-frame-pointer|stack-protector(?:-\w+)?|strict-aliasing|syntax-only)|M[MDP]*|l[\w+]+|D\w+(?:=\w*)?|I[\w./-]+|L[\w./-]+|fsyntax-only|-version|x)$/;
const compiler: Program = {
  judge: (args) => {
    for (let i = 0; i < args.length; i++) {
      const arg = args[i] ?? "";
      if (arg === "-o" || arg === "-I" || arg === "-L") {
        if (!isInside(args[++i] ?? "")) return "argument";
      } else if (arg.startsWith("-") ? !compilerOption.test(arg) || !staysInside(arg) : !isInside(arg) || arg.startsWith("@"))
        return "argument";
    }
    return undefined;
  },
};

const script = (file: RegExp, options = /^-[wW]$/) =>
  scriptRunner(options, file, (args) => (args.length === 1 && /^(--version|-v|-V)$/.test(args[0] ?? "") ? undefined : "interpreter"));

/** `tinker` takes code. */
const artisan = inProjectIf(/^(test|migrate(:\w+)?|make:\w+|route:list|config:\w+|cache:clear|--version)$/);

/** Build systems, compilers and the languages without a table of their own. */
export default {
  make: { judge: makeJobs },
  gmake: { judge: makeJobs },
  cmake: { judge: cmake },
  ctest: {
    judge: listed(
      { short: "R:E:j:VL:N", long: ["output-on-failure", "test-dir=", "parallel=?", "verbose", "rerun-failed", "timeout="] },
      ({ values, operands }) => values("test-dir").every(isInside) && operands.length === 0,
    ),
  },
  ninja: {
    judge: listed({ short: "C:j:vnt:k:" }, ({ values, operands }) => values("C").every(isInside) && operands.every(isInside)),
  },
  meson: {
    judge: subcommands(
      each("setup compile test configure", (args: readonly string[]) =>
        args.some((arg) => /^--(wrap|gdb|wrapper|native-file|cross-file)/.test(arg)) ? ("argument" as const) : inProject(args),
      ),
    ),
  },
  mvn: { judge: maven },
  mvnw: { judge: maven },
  gradle: { judge: gradle },
  gradlew: { judge: gradle },
  ...each("gcc g++ clang clang++ cc c++", compiler),
  java: { judge: (args) => (args.length === 1 && /^-?-version$/.test(args[0] ?? "") ? undefined : "interpreter") },
  javac: {
    judge: listed(
      { short: "d:" },
      ({ values, operands }) => values("d").every(isInside) && operands.every((path) => isInside(path) && !path.startsWith("@")),
    ),
  },
  dotnet: {
    judge: ([name = "", ...args]) =>
      /^(build|test|run|restore|format|clean|--version|--info|list|--list-sdks)$/.test(name) ? inProject(args) : "argument",
  },
  ...projectTools(
    "clang-format rspec rubocop phpunit phpstan jekyll terraform-docs hadolint yamllint markdownlint-cli2 buf sqlfluff swiftlint swiftformat ktlint stylua luacheck",
  ),
  rake: {
    judge: (args) =>
      args.every((arg) => !isOutward(arg) && /^(-T|--tasks|--trace|-[nqs]|[\w:]+(\[[\w,.-]*\])?)$/.test(arg)) ? undefined : "argument",
  },
  bundle: {
    judge: subcommands({
      ...each("install check list outdated show info lock", listed({ short: "j:", long: ["quiet", "jobs=", "local", "retry="] })),
      "--version": inProject,
    }),
  },
  ruby: { judge: script(/\.rb$/, /^-(?:w|W\d?|Itest|Ilib)$/) },
  php: { judge: (args) => (args[0] === "artisan" ? artisan.judge(args.slice(1)) : script(/\.php$/)(args)) },
  rails: inProjectIf(/^(test|db:[\w:]+|routes|generate|g|--version|assets:precompile|zeitwerk:check)$/),
  composer: {
    judge: ([name = "", ...args]) =>
      /^(install|update|validate|show|outdated|dump-autoload|test|--version|require|check-platform-reqs)$/.test(name)
        ? inProject(args)
        : "argument",
  },
  perl: { judge: script(/\.(?:pl|t)$/) },
  prove: { judge: (args) => (args.every((arg) => /^-[lrvbj\d]+$/.test(arg) || isInside(arg)) ? undefined : "argument") },
  lua: { judge: script(/\.lua$/) },
  swift: { judge: ([name = "", ...args]) => (/^(build|test|--version)$/.test(name) ? inProject(args) : "interpreter") },
  mix: {
    judge: ([name = "", ...args]) =>
      /^(test|compile|format|deps\.get|credo|dialyzer|ecto\.migrate)$/.test(name) ? inProject(args) : "argument",
  },
  zig: { judge: ([name = "", ...args]) => (/^(build|test|fmt|version)$/.test(name) ? inProject(args) : "argument") },
  terraform: { judge: ([name = "", ...args]) => (/^(fmt|validate|version)$/.test(name) ? inProject(args) : "argument") },
  flutter: { judge: ([name = "", ...args]) => (/^(test|analyze|build|--version)$/.test(name) ? inProject(args) : "argument") },
  dart: { judge: ([name = "", ...args]) => (/^(test|analyze|format|--version)$/.test(name) ? inProject(args) : "argument") },
} satisfies Programs;
