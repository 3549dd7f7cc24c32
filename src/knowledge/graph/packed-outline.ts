import type { Definition, Import, Outline, Use } from "../language.ts";
import { packRising } from "./varint.ts";

/** An outline as it goes from one thread to another and into the database: an object for each use would cost more than to parse it. */
export interface PackedOutline {
  package?: string;
  definitions: Definition[];
  imports: Import[];
  /** Of each pair of a name and how it is used. */
  useNames: string[];
  useMembers: boolean[];
  /** Where each one's lines end in `lines`. */
  useEnds: number[];
  lines: Uint8Array;
}

export function packOutline({ package: name, definitions, uses, imports }: Outline): PackedOutline {
  const plain = new Map<string, number[]>();
  const members = new Map<string, number[]>();
  for (const use of uses) addLine(use.member === true ? members : plain, use);
  const packed: PackedOutline = {
    ...(name !== undefined && { package: name }),
    definitions,
    imports,
    useNames: [],
    useMembers: [],
    useEnds: [],
    lines: new Uint8Array(),
  };
  const parts: Uint8Array[] = [];
  let end = 0;
  for (const [member, found] of [
    [false, plain],
    [true, members],
  ] as const)
    for (const [used, lines] of found) {
      const part = packRising(lines);
      parts.push(part);
      packed.useNames.push(used);
      packed.useMembers.push(member);
      packed.useEnds.push((end += part.length));
    }
  packed.lines = Buffer.concat(parts, end);
  return packed;
}

function addLine(found: Map<string, number[]>, { name, line }: Use): void {
  const lines = found.get(name);
  if (lines === undefined) found.set(name, [line]);
  else if (line > lines.at(-1)!) lines.push(line);
  else if (line < lines.at(-1)! && !lines.includes(line))
    lines.splice(
      lines.findIndex((known) => known > line),
      0,
      line,
    );
}
