/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "tui.text.safe": "Text from commands, files and models cannot steer the terminal: in a line, every control character is a visible escape",
  "tui.text.cells": "Text is measured in cells as string-width measures it, by graphemes, without loading a library",
  "tui.text.wrap": "Rows are never wider than the screen, keep the text, and end between words or else between graphemes",
  "tui.text.truncate": "A line that is cut to a width ends with … and is no wider",
  "tui.theme.choice": "The theme follows the setting, NO_COLOR, and what is known of the terminal: its colours and its background",
  "tui.theme.palette":
    "Colours are the sixteen of the terminal's own palette; only the backgrounds of diffs are not, where the terminal can show them",
  "tui.keys.decode":
    "Keys are told from bytes as terminals send them: UTF-8, CSI and SS3 sequences, kitty's and xterm's keyboard protocols, Alt, a lone Escape",
  "tui.keys.splits": "However the bytes are cut into chunks, they are the same keys",
  "tui.keys.paste": "A bracketed paste is one key, whole, whatever is in it and however large it is",
  "tui.keys.garbage": "Bytes that are no key neither type nor crash, and answers of the terminal are not typed",
  "tui.terminal.asked": "The terminal is asked once what it can do, and an answer that does not come holds nothing up",
  "tui.terminal.reflow":
    "It is known which terminals wrap their lines anew when they are resized; one that is not known counts as one that does not",
  "tui.screen.scrollback":
    "What is finished is written into the scrollback exactly once and in order, through any resizes, and nothing is ever cleared",
  "tui.screen.live": "The live region shows the last frame, written in one go and only where it changed, with the real cursor at the caret",
  "tui.screen.slow": "While the terminal takes no more, frames are skipped and nothing that is finished is lost",
  "tui.screen.alternate": "The alternate screen leaves the scrollback as it was, and what was finished meanwhile follows",
  "tui.screen.restored": "However the terminal is left, every mode is as it was",
  "tui.screen.small-engine": "The engine takes no more memory than a terminal needs, and complains about nothing",
  "tui.tty.signals": "A crash, a signal and a suspension leave the terminal usable; a continued process draws itself again",
  "tui.tty.gone": "When the terminal vanishes, the program hears of it once and ends in order",
} as const;
