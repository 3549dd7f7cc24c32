import type { Demand } from "../config/checks-file.ts";
import type { Config } from "../config/load.ts";
import type { Condition } from "../contract/check.ts";

/** What somebody has said for this thread alone. */
export async function demandedOf({ settings, origins }: Config, workspace: string): Promise<Condition[]> {
  const demands = (key: "must_change" | "must_not_change" | "schemas"): Demand[] =>
    settings[key].map((text) => ({ text, from: origins[key] }));
  const given = { mustChange: demands("must_change"), mustNotChange: demands("must_not_change"), schemas: demands("schemas") };
  if (Object.values(given).every((list) => list.length === 0)) return [];
  const { toConditions } = await import("../verify/to-conditions.ts");
  return await toConditions(given, workspace);
}
