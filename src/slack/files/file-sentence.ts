import type { FileResult } from './send-file.ts';

const MAYBE_SENT =
  'Slack did not say whether the file arrived. Look in the direct message from this app before you press again: otherwise it may come twice.';
const NO_PERMISSION =
  'I could not send you the file: this app needs the permission files:write. An admin can add it and install the app again.';
const NOT_NOW = 'Slack is busy or did not answer, so you did not get the file. Press the button again in a moment.';
/** Slack's words for a scope that is not there. */
const MISSING: readonly string[] = ['missing_scope', 'no_permission', 'not_allowed_token_type'];

/** What a person is told who asked for a file. @param sent what is said where it was sent */
export function fileSentence(result: FileResult, sent: string): string {
  switch (result.kind) {
    case 'sent':
      return sent;
    case 'maybe_sent':
      return MAYBE_SENT;
    case 'later':
      return NOT_NOW;
    default:
      return MISSING.includes(result.reason)
        ? NO_PERMISSION
        : `Slack refused the file (${result.reason}), so you did not get it. Show this to your admin.`;
  }
}
