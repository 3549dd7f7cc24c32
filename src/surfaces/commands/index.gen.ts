// Written by `npm run gen` from the files of this folder. Do not edit.
import type { SurfaceEntry } from "../../contract/surface.ts";

export const entries: readonly SurfaceEntry[] = [
  { ...{"name":"changes","summary":"Show what each call changed in this workspace, and who asked for it."}, load: () => import("./changes.ts") },
  { ...{"name":"checks","summary":"List the checks that would decide whether work here is done: what runs, where it was found, what it usually takes."}, load: () => import("./checks.ts") },
  { ...{"name":"config","summary":"Show every setting, its value and where it came from."}, load: () => import("./config.ts") },
  { ...{"name":"demo","summary":"Mend a small broken project and prove it, with no model and no network."}, load: () => import("./demo.ts") },
  { ...{"name":"doctor","summary":"Try what this machine offers: sandbox, models, tools; say what is missing and how to get it."}, load: () => import("./doctor.ts") },
  { ...{"name":"exec","summary":"Work on a prompt without a person: the exit code says whether the work is verified."}, load: () => import("./exec.ts") },
  { ...{"name":"gc","summary":"Free what undo keeps of workspaces that are gone, and what search knows of threads that are; logs stay."}, load: () => import("./gc.ts") },
  { ...{"name":"login","summary":"Keep a provider's key, in the keyring or a private file."}, load: () => import("./login.ts") },
  { ...{"name":"models","summary":"Show providers, where their keys come from, local servers, limits and prices."}, load: () => import("./models.ts") },
  { ...{"name":"policy","summary":"Ask what the rules say to a command, try out their examples, list them."}, load: () => import("./policy.ts") },
  { ...{"name":"proof","summary":"Give what proves a thread's work to others, signed; or check such a proof."}, load: () => import("./proof.ts") },
  { ...{"name":"protocol","summary":"Print the JSON Schema of events and commands."}, load: () => import("./protocol.ts") },
  { ...{"name":"quarantine","summary":"Look at changes that were held back; let them in or drop them."}, load: () => import("./quarantine.ts") },
  { ...{"name":"redo","summary":"Bring back what was undone."}, load: () => import("./redo.ts") },
  { ...{"name":"repair","summary":"Mend what needs no model, and verify what came of it."}, load: () => import("./repair.ts") },
  { ...{"name":"replay","summary":"Run a thread again with no model and no network, and hold every event against the recorded one."}, load: () => import("./replay.ts") },
  { ...{"name":"search","summary":"Find what was said, run and printed in all threads."}, load: () => import("./search.ts") },
  { ...{"name":"show","summary":"Show what happened in a thread, what proves its work, and what it cost."}, load: () => import("./show.ts") },
  { ...{"name":"threads","summary":"List threads, newest first."}, load: () => import("./threads.ts") },
  { ...{"name":"trust","summary":"Show a project's own settings, rules and checks and obey them from now on, until they change."}, load: () => import("./trust.ts") },
  { ...{"name":"tui","summary":"Work with Fettle in the terminal: what `fettle` alone does where somebody types."}, load: () => import("./tui.ts") },
  { ...{"name":"undo","summary":"Take back what was done to this workspace."}, load: () => import("./undo.ts") },
  { ...{"name":"verify","summary":"Judge work that is done, whoever has done it: what changed since a commit, or what a thread did."}, load: () => import("./verify.ts") },
  { ...{"name":"why","summary":"Say why something happened or did not: who asked, what was ruled, what it changed."}, load: () => import("./why.ts") },
];
