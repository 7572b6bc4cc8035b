import { recipientNotes } from '../template/message/review-notes.ts';
import type { PlannedMessage } from './list-plan.ts';

/** Rows whose numbers are noted one by one; of more of them, the numbers are named together. */
const MAX_ROWS_NOTED = 3;

/** What to look at in how the numbers of a list were read; of a few rows, each with its row. */
export function numberNotes(messages: readonly Pick<PlannedMessage, 'recipient' | 'row'>[]): readonly string[] {
  const noted = messages.filter(({ recipient }) => recipientNotes([recipient]).length > 0);
  if (noted.length > MAX_ROWS_NOTED) return recipientNotes(noted.map(({ recipient }) => recipient));
  return noted.flatMap(({ recipient, row }) => recipientNotes([recipient]).map((note) => `Row ${row}: ${note}`));
}
