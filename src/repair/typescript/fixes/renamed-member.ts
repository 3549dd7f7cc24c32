import type ts from "@typescript/typescript6";
import { extendsName } from "../names.ts";
import { ancestor, nodeAt } from "../nodes.ts";
import type { Problem } from "../problems.ts";
import { programOf } from "../project.ts";
import type { Candidate } from "../workbench.ts";

/** `Class incorrectly implements interface` and `does not implement inherited abstract member`. */
const CODES = new Set([2420, 2515, 2654, 18052]);

/** Gives a class member the name that the interface or base class asks for now, wherever the member is used. */
export function renamedMember(problem: Problem): Candidate[] {
  if (!CODES.has(problem.at.code)) return [];
  const { compiler, service } = problem.project;
  const { file } = problem.at;
  const declaration = ancestor(nodeAt(problem), compiler.isClassLike);
  if (declaration === undefined) return [];

  const checker = programOf(problem.project).getTypeChecker();
  const asked = (declaration.heritageClauses ?? [])
    .flatMap((clause) => clause.types)
    .flatMap((type) => checker.getPropertiesOfType(checker.getTypeAtLocation(type)))
    .map(({ name }) => name);
  const own = declaration.members.filter((member) => member.name !== undefined && compiler.isIdentifier(member.name));
  const ownNames = own.map((member) => (member.name as ts.Identifier).text);
  const spare = own.filter((_, index) => !asked.includes(ownNames[index]!));

  return asked
    .filter((name) => !ownNames.includes(name))
    .flatMap((name) => {
      const [member, ...others] = spare.filter((each) => extendsName((each.name as ts.Identifier).text, name));
      if (member?.name === undefined || others.length > 0) return [];
      const places = service.findRenameLocations(file.fileName, member.name.getStart(file), false, false, {}) ?? [];
      return [{ does: `rename ${member.name.getText(file)} to ${name}`, changes: renameTo(name, places) }];
    });
}

function renameTo(name: string, places: readonly ts.RenameLocation[]): ts.FileTextChanges[] {
  return [...Map.groupBy(places, (place) => place.fileName)].map(([fileName, inFile]) => ({
    fileName,
    textChanges: inFile.map(({ textSpan, prefixText, suffixText }) => ({
      span: textSpan,
      newText: (prefixText ?? "") + name + (suffixText ?? ""),
    })),
  }));
}
