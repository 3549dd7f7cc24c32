import { expect } from "vitest";
import { activityLines, openingLines } from "../../../src/surfaces/tui/activity.ts";
import { waitingCall } from "../../../src/surfaces/tui/state/open-call.ts";
import { startState, type TerminalState } from "../../../src/surfaces/tui/state/terminal-state.ts";
import { verifies } from "../../verifies.ts";
import { textOf } from "./text/text.ts";

const look = { columns: 40, language: "en", now: 65_000, moves: false } as const;
const turn = { startedAt: 60_000, step: 1 };

function shown(state: Partial<TerminalState>, progress = ""): string[] {
  return activityLines({ ...startState(), ...state }, { ...look, progress }).map(textOf);
}

verifies("tui.live.activity", () => {
  const streaming = (kind: "text" | "reasoning") => ({ kind, index: 0, startedAt: 0, text: "" });
  const call = waitingCall({ id: "c1", name: "read", inputText: "{}" });
  expect({
    rest: shown({}),
    model: shown({ turn }),
    reasoning: shown({ turn, streaming: streaming("reasoning") }),
    text: shown({ turn, streaming: streaming("text") }),
    progress: shown({ turn: { ...turn, startedAt: 0 } }, "final test: npm test"),
    call: shown({ turn, calls: new Map([["c1", call]]) }),
    opening: openingLines("mend it\nall", look).map(textOf),
  }).toEqual({
    rest: [],
    model: ["· waiting for the model · 5 s"],
    reasoning: ["· thinking · 5 s"],
    text: ["· answering · 5 s"],
    progress: ["· final test: npm test · 1 min 5 s"],
    call: [],
    opening: ["> mend it", "· begins"],
  });
});
