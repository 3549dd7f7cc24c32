/** What people live through at the terminal. */
export default {
  "terminal.opens": "`fettle` alone opens the terminal where somebody types, and else prints help",
  "terminal.story":
    "By keystrokes alone a prompt is answered as it streams, a question answered, the work steered and interrupted, changes seen, undone and redone, the thread resumed in a new process and verified",
  "terminal.given-back": "A prompt that no thread can be opened for is given back with what is to be done about it",
  "terminal.keys":
    "Keys that people know from elsewhere work: ? helps, Shift+Tab goes to the next mode, Escape twice to an earlier prompt, Ctrl-L empties the screen; what a command says stands below it",
  "terminal.scenes": "The start, a question and a verdict are legible on screens of 80×24, 120×40 and 40×15",
  "terminal.scrollback":
    "2,000 lines of a streamed answer stand in the scrollback once and in order after ten resizes, beside one live region, and nothing was ever cleared",
  "terminal.hostile": "What models, commands, files and their names say never steers the terminal; it is shown, escaped",
  "terminal.resumed": "A thread that is gone on with shows what it showed, its long prompts and replies in full",
  "terminal.withdrawn": "A prompt that is taken back while it waits has its pastes and images, and goes out again with them",
  "terminal.vanished": "A terminal that vanishes, or a process that is killed, leaves a whole thread that goes on in another",
  "terminal.disk-full": "On a full disk the terminal says so and what to do; the thread is whole, and goes on when there is room",
  "terminal.stalled":
    "Of a model that stalls it is told that it does and that it is asked again; Esc interrupts at once, and the thread goes on in another process",
  "terminal.left": "Who leaves gets the terminal back as it was, and is told how to go on",
} as const;
