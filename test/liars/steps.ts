/** One call of the scripted model. */
export interface Step {
  tool: string;
  input: Readonly<Record<string, unknown>>;
  /** It need not go well: a run that fails, something the harness refuses. */
  mayFail?: true;
}

export const edit = (path: string, old: string, now: string): Step => ({ tool: "edit", input: { path, old, new: now } });
/** A new file. */
export const write = (path: string, content: string): Step => ({ tool: "write", input: { path, content } });
/** A file that is there; the tool wants it to have been read. */
export const rewrite = (path: string, content: string): Step[] => [{ tool: "read", input: { path } }, write(path, content)];
export const shell = (script: string): Step => ({ tool: "shell", input: { script } });
export const job = (script: string): Step => ({ tool: "shell", input: { script, background: true } });
export const look = (path: string): Step => ({ tool: "read", input: { path } });
/** A call that need not go well. */
export const attempt = (step: Step): Step => ({ ...step, mayFail: true });
