/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "tui.markdown.pieces":
    "The lines of an answer are the same however it was cut into pieces as it came in, and a line that was given never changes",
  "tui.markdown.fits": "No line of an answer is wider than the screen, and what is still open stays small",
  "tui.markdown.looks":
    "Headings, emphasis, code, links, nested lists, tasks, quotes, tables and rules are shown as such, and what is none of them, HTML too, as text",
  "tui.markdown.whole": "Nothing of an answer is lost: all text that Markdown has, as marked reads it, is shown",
  "tui.markdown.code": "Code is coloured line by line as it would be as a whole, by grammars that are loaded when they are needed",
  "tui.diff.looks":
    "Diffs have line numbers, signs, colours and marks for what differs within a line; on wide screens both versions stand side by side",
  "tui.diff.limits": "Of long diffs the beginning is shown with how much is left out; of binary and of huge files nothing is compared",
  "tui.blocks.call":
    "A call is one line that tells what was done, how it ended and how much it changed, and only where it matters what it printed, changed or held back",
  "tui.blocks.verdict": "The verdict is shown with the checks, claims, findings and costs it comes with, and with what to do next",
  "tui.blocks.narrow": "Everything is legible from 20 columns on",
  "tui.numbers": "Numbers, times and sums are written as the language writes them",
  "tui.blocks.languages": "Everything that Fettle itself says is there in each language",
  "tui.blocks.safe": "What comes from models, commands and files cannot steer the terminal, whatever block it is in",
  "tui.footer.shortens":
    "The footer says model, mode, cost, context, jobs, waiting prompts and how to stop, and on narrow screens the most important of it",
  "tui.live.tail": "Of what runs, the newest output is shown as the command's own terminal would, in a few rows",
  "tui.live.activity": "While a turn runs and no call is open, one row says what goes on and for how long",
  "tui.state.folds":
    "What is shown of a thread is folded from its events: each thing that ended once, and what is open as long as it is open",
  "tui.state.long-input": "Of an input that the log keeps beside it, what its beginning says is shown, and nothing is made up",
} as const;
