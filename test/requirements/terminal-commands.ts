/** The terminal's commands, and what stands around a thread: viewer, notifications, first run. */
export default {
  "viewer.whole":
    "By scrolling, a person sees every line of a text once and in order, on a screen of any size, and no row is wider than it",
  "viewer.cost": "What a key costs does not grow with the lines of the text",
  "viewer.search": "A search goes to the next place that has the words, marks it, and goes round; capital letters mean what they are",
  "viewer.sideways": "Without wrapping, the part of a line that does not fit is reached sideways",
  "commands.index": "Every command says in each language what it does, and help lists it",
  "commands.texts": "Whatever is said has the same keys in each language, and a command says it in the language of the terminal",
  "commands.surface": "A command prints what the sub-command of its name prints outside, mistakes included, and nothing raw",
  "commands.own-log": "What writes to the open thread's log is done between turns with the thread's own lock, and told to its model",
  "commands.change": "Model, mode and budget are changed for the next prompt, which goes on with the same thread",
  "commands.keep": "A setting that is chosen holds at once, and in the future when a person says so",
  "commands.resume": "Threads of this folder are found by what was asked and when, and one of them is gone on with",
  "commands.fork":
    "Branching off before a prompt goes on without it and what came after, and takes the files back to then or leaves them, as a person says",
  "commands.tree": "The tree shows the prompts of all threads with one beginning, and leads to each",
  "commands.compact": "The conversation is made smaller when a person asks for it, and the footer shows what it takes since",
  "commands.folds": "Cost, context, diff and reasons are those that the log tells",
  "commands.review": "Held changes are shown before they are let in or dropped",
  "commands.queue": "A prompt that waits is taken back into the editor, or waits for the end of the turn, once",
  "commands.verify": "The thread's work is judged again on the files as they are now, and the next prompt goes on with the thread",
  "commands.jobs":
    "Commands in the background are listed while they run, and ended; a change that would end them names them, and asks before",
  "commands.export": "A thread is written as Markdown with prompts, answers, calls and verdict, and never over a file that is there",
  "notify.terminals":
    "A notification is in the words of the terminal that shows it, passes tmux, and is the bell alone where none is known to be shown",
  "notify.safe":
    "Whatever text a notification or a title has, the terminal gets one sequence and the bell, and no control of the text's own",
  "notify.title": "The window has the title that it is given, and its own again at the end",
  "notify.away": "A person is called while they look elsewhere, or when nobody can tell, and not while they look at the terminal",
  "first-run.finds":
    "The first time, a person reads which keys and servers were found, what the machine lacks, and what to do without a model",
  "first-run.once": "What is said the first time is said once",
} as const;
