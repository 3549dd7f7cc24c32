import { openTerminal } from "../../surfaces/tui/harness/open-terminal.ts";
import { verifies } from "../../verifies.ts";
import { setStage } from "../harness.ts";
import { enter } from "./support.ts";

const nobody = "http://127.0.0.1:1";
const without = {
  FETTLE_MODEL: "",
  ANTHROPIC_API_KEY: "",
  OLLAMA_BASE_URL: nobody,
  LMSTUDIO_BASE_URL: nobody,
  LLAMACPP_BASE_URL: nobody,
  VLLM_BASE_URL: nobody,
};

verifies("terminal.given-back", async () => {
  await using stage = await setStage();
  await using terminal = openTerminal(stage, { args: ["tui"], env: without });
  await terminal.until("> What is to be done?");
  await enter(terminal, "mend the sum");
  await terminal.until(/No model is configured[^]*ANTHROPIC_API_KEY[^]*\n> mend the sum\n/);
});
