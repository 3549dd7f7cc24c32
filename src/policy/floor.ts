import type { Catastrophe, PolicyFacts, Ruling, SeenCommand } from "../contract/policy.ts";
import { escapeLine } from "../lib/escape.ts";

interface Bottom {
  /** When somebody can be asked. */
  attended: "ask" | "deny";
  means: string;
}

const floor: Readonly<Record<Catastrophe, Bottom>> = {
  removal: { attended: "deny", means: "may remove the home folder, the root, a parent folder or another project" },
  privilege: { attended: "deny", means: "asks for more privilege" },
  "force-push": { attended: "ask", means: "overwrites or deletes what others have fetched" },
  publish: { attended: "ask", means: "publishes something that cannot be taken back" },
};

/** What holds in every mode and against every rule: nobody does it unasked, and some of it nobody does. */
export function floorRuling({ catastrophe, text }: SeenCommand, { attended }: PolicyFacts): Ruling | undefined {
  if (catastrophe === undefined) return undefined;
  const bottom = floor[catastrophe];
  return {
    decision: attended ? bottom.attended : "deny",
    rule: catastrophe,
    where: "default",
    reason: `\`${shorten(escapeLine(text))}\` ${bottom.means}.`,
    code: "floor",
    firm: true,
  };
}

export function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
