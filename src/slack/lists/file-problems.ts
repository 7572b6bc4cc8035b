import type { FileProblem } from '../files/read-file.ts';

const SENTENCES: Readonly<Record<FileProblem, string>> = {
  too_large: 'The file is larger than 5 MB. Split it, or delete the columns that are not needed.',
  external:
    'This file lives outside Slack, as one of Google Drive does, and cannot be read here. Download it as CSV and choose that file.',
  not_ready: 'Slack is not done with this file yet. Choose it again in a moment.',
  no_permission:
    'Slack did not let me read the file: this app needs the permission files:read. An admin can add it and install the app again; pasted rows work without it.',
  unreachable: 'Slack did not hand the file over just now. Choose it again in a moment.',
};

/** Why a file could not be read, and what to do. */
export function fileProblemSentence(problem: FileProblem): string {
  return SENTENCES[problem];
}
