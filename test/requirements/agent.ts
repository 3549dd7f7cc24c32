/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "agent.long-input": "a call's input that is too long for a line of the log lies beside it",
  "agent.replay-processes":
    "a replay makes the same events whatever a process did: turns that were gone on with, people's commands, undos in between",
  "agent.kill":
    "however often the process is killed, and wherever: no acknowledged event is lost, the thread goes on with what is left to do, and no effect happens twice",
  "agent.cut-off": "what a command that was cut off has changed does not reach the workspace, and the model is told so",
  "agent.unknown-effect": "an effect that a crash left in doubt is not repeated, and the model is told to look",
  "agent.baseline-kept": "a turn that goes on after a crash is judged against the tree as it was before the turn",
  "agent.waiting-prompt": "a prompt that was taken before a crash is not forgotten",
  "agent.stable-prefix": "a resumed thread begins its requests with the very words of those before",
  "agent.fork": "a fork goes on from an event of its parent and copies and changes nothing",
  "agent.damage-told": "damage in the log that is gone on from is told, also where only JSON or the answer is shown",
  "agent.fork-damaged": "a damaged log can be forked, and a past that cannot be read leaves neither a thread nor a lock behind",
  "agent.box-folder": "what a killed process has left in memory is removed by the next one, and nothing else is",
  "agent.busy": "a thread that another process works on is refused, and the process is named",
  "agent.interrupt": "an interruption ends request and command at once, and the thread can be resumed: every call is answered",
  "agent.together": "processes that work in one repository at the same time neither wait for nor disturb one another",
  "agent.disk-full": "on a full disk the agent stops before the next effect, says what to do, and the thread can be resumed",
  "agent.recovery": "what a crash left open is answered as done, not done or unknown by what the files hold now, and is never run again",
  "agent.stuck": "a model that goes in circles is told, then stopped",
  "agent.bad-calls": "a call that cannot be understood is not run, and the model is told how to make it right",
  "agent.inbox": "prompts join the running turn or wait for its end, and none is lost",
  "agent.waiting": "prompts that wait are listed, withdrawn, and turned from joining the turn into waiting for its end",
  "agent.paused": "after an interruption nothing that waits begins by itself, and what a person says next comes before it",
  "agent.own-command":
    "a person's own command runs in the box and through the gate of calls, between steps, is undone like them, is told to the model and never counts as its doing",
  "agent.asks":
    "the model's question reaches the person who is there, one at a time, and an interruption while it is asked leaves nothing open",
  "agent.between-turns":
    "what a person takes back, brings back, lets in or accepts between turns goes through the open thread, and not while it works",
  "agent.jobs": "a person sees which jobs run, hears when they end, and stops them",
  "agent.setting": "a thread tells what it works with and what its last step used of it",
  "agent.call-named": "a call that is being written is streamed with its tool's name from the beginning",
  "agent.own-folds": "a failure of the thread's own view of its events ends the turn; one of a listener does not",
  "agent.question-escaped": "a question shows what a terminal would obey, hide or turn around as visible text",
  "agent.approval-bound": "an answer counts only for the very request that was asked",
  "agent.order":
    "neighbouring reads run together, effects one after the other in the order of the reply, and the log has all of it in that order",
  "agent.answers-all": "every call of a reply is answered: run, refused, denied or interrupted",
  "agent.endings": "a turn ends in exactly one way, which is in the log with its reason",
  "agent.memory": "going on with a thread of 100 MB takes less than 300 MB of memory",
} as const;
