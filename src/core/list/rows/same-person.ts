import type { PlannedMessage, RowProblem } from '../list-plan.ts';
import type { SheetColumn } from '../sheet.ts';

export interface PersonsApart {
  /** One for each person; or one for each of their messages, where they may get several. */
  readonly messages: readonly PlannedMessage[];
  /** Rows that say the same to the same number as one before them. */
  readonly doubled: number;
  /** One a row, naming another row with the same number. */
  readonly problems: readonly RowProblem[];
}

/**
 * Looks for numbers that stand in several rows. The same words are one message. No program can tell which of several words are
 * right, so none of those rows is sent.
 */
export function onePerPerson(
  all: readonly PlannedMessage[],
  column: SheetColumn,
  severalPerPerson: boolean,
): PersonsApart {
  const messages: PlannedMessage[] = [];
  const problems: RowProblem[] = [];
  let doubled = 0;
  const byNumber = Map.groupBy(all, ({ recipient }) => recipient.number);
  for (const rows of byNumber.values()) {
    const different =
      rows.length === 1 ? rows : [...new Map(rows.toReversed().map((row) => [wordsOf(row), row])).values()];
    if (different.length === 1 || severalPerPerson) {
      messages.push(...different);
      doubled += rows.length - different.length;
    } else problems.push(...otherWords(rows, column));
  }
  return { messages: messages.sort((a, b) => a.row - b.row), doubled, problems };
}

function wordsOf({ message }: PlannedMessage): string {
  return JSON.stringify(message);
}

function otherWords(rows: readonly PlannedMessage[], column: SheetColumn): readonly RowProblem[] {
  const [first] = rows;
  if (first === undefined) return [];
  const wordsOfFirst = wordsOf(first);
  const isLikeFirst = new Map(rows.map((row) => [row, wordsOf(row) === wordsOfFirst]));
  const firstOther = rows.find((row) => isLikeFirst.get(row) === false) ?? first;
  return rows.map((row) => {
    const other = isLikeFirst.get(row) === true ? firstOther : first;
    const sentence = `Row ${other.row} has the same number and other words. Keep the one that is right, or say that some people get more than one message.`;
    return { row: row.row, column, kind: 'other_words', weight: 'error', sentence };
  });
}
