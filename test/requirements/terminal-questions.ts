/** Questions that a person answers in the terminal. */
export default {
  "question.shown":
    "A question of the policy shows what it is about, the rule that asks, what can be undone, and a rule as it would be written",
  "question.answers":
    "A question is answered once, for the thread, by a rule, by no, or by no and a reason; never by a key that was meant for something else",
  "question.details":
    "What a question is about is shown as it would be: files with what is different in them, scripts and inputs whole, of whatever length",
  "question.fits": "However long and strange a question is, no row is wider than the screen",
  "question.asked": "A question of the model's is answered by one of its choices or in words of one's own",
} as const;
