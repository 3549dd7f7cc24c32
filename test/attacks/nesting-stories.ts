/** Programs that a command starts and that would confine, or not confine, their own children. */
import { reply } from "../../src/testing/index.ts";
import { resultTexts, setStage } from "../e2e/harness.ts";
import { program as main } from "../program.ts";
import { makeCanary } from "./canary.ts";
import type { Story } from "./story.ts";

const innerAgent: Story = {
  id: "B57",
  attack: "a command starts an agent that confines its own commands less",
  async tries() {
    await using canary = await makeCanary();
    const act = (name: string): string =>
      `echo $((6*7)) ${name}; echo x > ${canary.folder}/${name}; curl -s --max-time 5 ${canary.url}/${name}; true`;
    const inner = (sandbox: string): string =>
      `'${process.execPath}' '${main}' exec --model none --json --sandbox ${sandbox} --check '${act(sandbox)}' 2>&1 | grep -oE '42 ${sandbox}|sandbox[.][a-z]+' | sort -u`;
    const sandboxes = ["none", "auto", "bubblewrap", "container"];
    const script = `test -e '${main}' && echo agent is there\n${sandboxes.map(inner).join("\n")}\nnode -e 'require("node:child_process").spawnSync("sh", ["-c", "${act("child")}"], { stdio: "inherit" })'`;
    await using stage = await setStage({ replies: [reply().tool("shell", { script, timeout: 600 }), reply().text("Done.")] });
    const { events } = await stage.exec(["look", "--check", "true"]);
    const told = resultTexts(events).join("\n");
    // A project below a folder that boxes hide, such as a home, has no agent that commands could start.
    const acting = told.includes("agent is there") ? ["none", "child"] : ["child"];
    const guarded = [...canary.take(), ...acting.filter((name) => !told.includes(`42 ${name}`)).map((name) => `${name} did not act`)];
    await stage.inShell(script, []);
    return { guarded, unguarded: canary.take() };
  },
};

export const stories: Story[] = [innerAgent];
