/** The terminals that programs are tested in. */
export default {
  "testing.terminal": "A program that is tested in a terminal gets what people's terminals send, and is seen as they show it",
} as const;
