/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "surfaces.help": "every command says how it is used, with examples that name the command, and `fettle` alone lists them all",
  "surfaces.misuse": "a command or option that does not exist ends with exit code 2 and names the nearest one that does",
  "surfaces.repeatable": "an option that can be repeated takes one value each time and leaves the words after it alone",
  "surfaces.json": "`--json` prints JSON and nothing else on standard output",
  "surfaces.plain": "what does not go to a terminal, or goes to one under NO_COLOR, has no escape codes",
  "surfaces.hostile": "control characters in titles, file names, model names and messages are shown, never sent to the terminal",
  "surfaces.later-version": "an event of a type that only a later version knows is passed over",
  "surfaces.image": "an image is known by its first bytes, and a file that models do not take is refused",
  "surfaces.closed-pipe": "a reader that goes away ends the command quietly",
  "surfaces.gc":
    "`fettle gc` frees what undo keeps of workspaces that are gone and long unused, says how much, and leaves the rest and all logs",
  "surfaces.repair":
    "`fettle repair` mends what needs no model in transactions that `fettle undo` takes back, and says how many diagnostics there were and are; its preview writes nothing",
  "surfaces.trust": "`fettle trust` shows the project's settings and makes exactly this content count",
  "surfaces.config": "`fettle config` says where each value came from",
  "surfaces.threads":
    "`fettle threads` lists threads newest first with what became of them, and `fettle show` tells one of them again with its receipts",
  "surfaces.last": "`last` names the newest thread wherever a thread is named",
  "surfaces.answer-once": "an answer is shown once at a terminal, and alone on standard output everywhere else",
  "surfaces.checks":
    "`fettle checks` lists the checks that would count, where each was found, what it usually takes and whether it is flaky",
  "surfaces.doctor": "`fettle doctor` tries what the machine offers and ends with 0 only when nothing that is needed is missing",
  "surfaces.preview": "what a call that writes would change is known before it does, file by file, and nothing is written for that",
  "surfaces.protocol": "the JSON Schema that `fettle protocol` prints accepts the events that `exec --json` prints",
  "surfaces.demo": "the demonstration mends a project that does not compile and ends verified, with no model",
} as const;
