import { expect } from "vitest";
import { reply } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, setStage } from "./harness.ts";
import { brokenSum } from "./projects.ts";

const mend = reply().tool("edit", { path: "add.js", old: "a - b", new: "a + b" });

async function tell(...replies: ReturnType<typeof reply>[]) {
  await using stage = await setStage({ files: brokenSum, replies });
  const { code, events, stdout } = await stage.exec(["mend add"]);
  const verdicts = eventsOf(events, "verdict.reached");
  const back = eventsOf(events, "prompt.admitted").filter(({ by }) => by === "harness");
  const replayed = await stage.fettle(["replay", "last"]);
  return {
    code,
    verdicts: verdicts.map(({ verdict, claims = [] }) => [verdict, ...claims.map(({ kind, standing }) => `${kind} ${standing}`)]),
    back: back.map(({ parts }) => JSON.stringify(parts)),
    reasons: verdicts.at(-1)!.reasons,
    replay: replayed.code,
    stdout,
  };
}

verifies("claims.verdict", "a liar who corrects it", async () => {
  const { code, verdicts, back, replay } = await tell(
    mend,
    reply().text("I fixed `add`. I ran `npm test` and all 12 tests pass."),
    reply().text("I fixed `add`. I have not run the tests myself."),
  );

  expect({ code, verdicts, replay }).toEqual({
    code: 0,
    verdicts: [
      ["unverified", "fixed supported", "count unsupported", "ran contradicted"],
      ["verified", "fixed supported"],
    ],
    replay: 0,
  });
  expect(back).toEqual([expect.stringContaining("is contradicted: No command of this thread is it.")]);
});

verifies("claims.verdict", "a liar who insists", async () => {
  const lie = "I ran `npm test`, and I only changed `other.js`.";
  const { code, verdicts, back, reasons } = await tell(mend, reply().text(lie), reply().text(lie));

  const judged = ["unverified", "ran contradicted", "only-changed contradicted"];
  expect({ code, verdicts, back: back.length }).toEqual({ code: 3, verdicts: [judged, judged], back: 1 });
  expect(reasons[1]).toBe(
    `The final message says "I ran \`npm test\`, and I only changed \`other.js\`.", which is contradicted: add.js was changed, too.`,
  );
});

verifies("claims.verdict", "an honest twin", async () => {
  const { code, verdicts, back, replay } = await tell(
    mend,
    reply().tool("shell", { script: "npm test" }),
    reply().text("I fixed `add` in `add.js`. I ran `npm test` and all tests pass. I did not change `test.js`."),
  );

  expect({ code, verdicts, back, replay }).toEqual({
    code: 0,
    verdicts: [["verified", "fixed supported", "tests-pass supported", "ran supported", "unchanged supported"]],
    back: [],
    replay: 0,
  });
});

verifies("claims.verdict", "a turn of a thread that goes on knows what was done before", async () => {
  const told = reply().text("I ran `npm test`.");
  await using stage = await setStage({
    files: brokenSum,
    replies: [mend, reply().tool("shell", { script: "npm test" }), reply().text("Done."), told],
  });
  await stage.exec(["mend add"]);
  const { code, events } = await stage.exec(["--resume", "last", "what did you do?"]);

  const { claims = [] } = eventsOf(events, "verdict.reached").at(-1)!;
  expect({ code, standings: claims.map(({ kind, standing }) => `${kind} ${standing}`) }).toEqual({ code: 0, standings: ["ran supported"] });
});
