import type { Explanations } from '../../core/explanations/explanation.ts';
import { defusedCell } from '../../core/list/clean-cell.ts';
import { csvFile, csvLine } from '../../core/list/csv-line.ts';
import { cancelWords } from '../../core/send/delivery/cancel-reason.ts';
import { hasArrived, STATUSES } from '../../core/send/delivery/status.ts';
import { numbersFor } from '../../core/send/number-shown.ts';
import type { Send } from '../../core/send/send.ts';
import type { ListResults, RowResult } from '../ports/store/lists/list-results.ts';
import type { Asker, DeliveryPages } from '../ports/store/lookup.ts';
import { knowsRecipients } from '../send/knows-recipients.ts';

/** What became of every row of a list as CSV, with whole numbers for the person who gave them; undefined for a send that this person may not see. Rejects when the ledger is away. */
export type WriteResults = (
  send: Pick<Send, 'id' | 'actorId' | 'parentId'>,
  asker: Asker,
) => Promise<string | undefined>;

const COLUMNS = ['row', 'phone', 'status', 'reason', 'message ID', 'time (UTC)'];

export function createWriteResults(needs: {
  readonly results: Pick<ListResults, 'results'>;
  readonly lookup: Pick<DeliveryPages, 'findHead'>;
  readonly explanations: Explanations;
}): WriteResults {
  return async (send, asker) => {
    const shown = numbersFor(await knowsRecipients(send, asker, needs.lookup));
    const lines = [csvLine(COLUMNS, ',')];
    for (let from: number | undefined = 0; from !== undefined; ) {
      const page = await needs.results.results(send.id, asker, from);
      if (page === undefined) return undefined;
      lines.push(
        ...page.results.map((result) =>
          csvLine(cellsOf(result, shown(result.recipient), needs.explanations).map(defusedCell), ','),
        ),
      );
      from = page.next;
    }
    return csvFile(lines);
  };
}

function cellsOf(
  { cancelReason, changedAt, failure, messageId, row, status }: RowResult,
  number: string,
  explanations: Explanations,
): readonly string[] {
  const code = failure?.code === undefined ? '' : ` (${failure.code})`;
  // One that failed once can have been delivered since.
  const reason =
    failure === undefined || hasArrived(status)
      ? whyCancelled(cancelReason)
      : `${explanations.ofFailure(failure).meaning}${code}`;
  const at = changedAt.toISOString().slice(0, 19).replace('T', ' ');
  return [row === undefined ? '' : String(row), number, STATUSES[status].label, reason, messageId ?? '', at];
}

/** A file stands without its card, so it also says what the card does: that a person stopped the send. */
function whyCancelled(reason: RowResult['cancelReason']): string {
  return reason === 'stopped' ? 'stopped before it left' : (cancelWords(reason) ?? '');
}
