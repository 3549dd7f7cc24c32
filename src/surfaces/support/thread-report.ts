import { readEvents } from "../../log/events.ts";
import { foldEvents } from "../../log/folds/fold.ts";
import { reportFold, type ReportView } from "../../verify/report.ts";

/** What `toReport` needs of a thread as its log is now. */
export async function foldReport(home: string, thread: string): Promise<ReportView> {
  return await foldEvents(reportFold, readEvents(home, thread, { onSkipped: () => {} }));
}
