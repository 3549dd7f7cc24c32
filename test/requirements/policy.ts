/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "policy.strictest-wins": "the strictest ruling decides over all tiers, and what no rule covers is denied",
  "policy.box-free": "what stays in the box needs no approval",
  "policy.hosts": "only listed hosts are reached without asking, whatever the spelling",
  "policy.each-command":
    "every command that can be seen in a script is judged: a deny rule fires on any of them, an allow rule must cover all",
  "policy.unseen": "a script that cannot be read wholly satisfies no rule that allows",
  "policy.token-boundaries": "a rule for a command matches whole tokens, and a program's name no path that is not listed",
  "policy.wrappers": "a command behind programs that start it is judged as itself",
  "policy.paths": "a rule for a path holds for every spelling of it, for what lies in it, and for redirects and arguments of commands",
  "policy.unseen-roads":
    "what a rule for a path denies is neither shown nor changed by a call that no rule can see it in: searches, and what a shell computes",
  "policy.searches":
    "a search leaves out what is denied, and what would have to be asked unless the call names it; nobody's presence makes a question a denial",
  "policy.own-files": "the agent's own rules, settings and state are not changed by any tool, in any mode, whatever rules allow",
  "policy.floor":
    "removing home, root or a parent folder, forced pushes, publishing and more privilege are never done unasked, in any mode, with --yes and against every rule",
  "policy.modes": "plan writes nothing, ask asks before what is not known to be harmless, auto only where the box is left",
  "policy.unconfined":
    "without a box every command is asked, and nobody's presence is no leave: a headless run needs the choice of a person",
  "policy.model-powerless": "no argument a model sets turns off the box, changes the mode or weakens a rule",
  "policy.files": "a rule file that is wrong is an error with file and line that says what is wrong",
  "policy.examples": "a rule whose examples fail is an error with file and line that says what happened",
  "policy.trust": "a project's rules count only with the content that was trusted, whoever is there, and say that they are ignored",
  "policy.organisation": "what an organisation forbids or limits, no other tier, flag and variable allows",
  "policy.idle-rules": "rules that can never match, are never consulted or never decide are reported",
  "policy.always": "an answer for always is kept in narrow terms, and never for interpreters, wrappers and what cannot be seen",
  "policy.lean": "without rule files and scripts, neither the TOML parser nor the shell parser is loaded",
  "policy.check": "`fettle policy` says what would be ruled, by which rule, where it stands and how each command is judged",
  "policy.why": "`fettle why` tells from the log alone what was asked, ruled, answered and changed",
  "policy.recorded": "what was ruled is in the log with code, rule and place, and a replay rules the same",
} as const;
