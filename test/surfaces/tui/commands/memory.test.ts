import { writeFileSync } from "node:fs";
import { expect } from "vitest";
import { reply, startModelServer } from "../../../../src/testing/index.ts";
import { verifies } from "../../../verifies.ts";
import { sitDown } from "./desk.ts";

verifies("memory.terminal", async () => {
  await using model = await startModelServer(
    reply().tool("remember", { title: "Builds need Node", text: "See a.txt.\u001b[2J" }),
    reply().tool("remember", { title: "Nonsense", text: "" }),
    reply().text("Done."),
  );
  await using desk = await sitDown({ server: model, files: { "a.txt": "1" } });
  expect((await desk.command("/memory")).said).toEqual(["Nothing is kept yet, and nothing waits for you."]);
  expect((await desk.command("/memory add Use tabs")).said).toEqual(["kept as project/use-tabs"]);
  await desk.prompt("look");

  const accepted = await desk.command("/memory", "Builds need Node", "keep it");
  expect(accepted.asked[0]!.choices).toEqual(["Builds need Node", "Nonsense", "Use tabs"]);
  expect(accepted.shown[0]!.lines.join("\n")).toContain("│ See a.txt.\\x1b[2J");
  expect(accepted.said).toEqual(["accepted as project/builds-need-node"]);
  const forgotten = await desk.command("/memory", "Nonsense", "forget it");
  expect(forgotten.said).toEqual(["inbox/nonsense forgotten"]);

  writeFileSync(desk.machine.workspace.path("a.txt"), "2");
  const holds = await desk.command("/memory", "Builds need Node", "it still holds");
  expect({ asked: holds.asked[1]!.choices, said: holds.said }).toEqual({
    asked: ["leave it for later", "it still holds", "forget it"],
    said: ["project/builds-need-node holds"],
  });
  expect((await desk.command("/memory list")).said).toEqual(["project/builds-need-node  Builds need Node", "project/use-tabs  Use tabs"]);
});
