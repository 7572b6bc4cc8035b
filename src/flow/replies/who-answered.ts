import { defusedCell } from '../../core/list/clean-cell.ts';
import { csvFile, csvLine } from '../../core/list/csv-line.ts';
import type { ReplyTally } from '../../core/replies/tally.ts';
import { numbersFor, type ShowNumber } from '../../core/send/number-shown.ts';
import type { SendHead } from '../../core/send/send.ts';
import type { Asker, DeliveryPages } from '../ports/store/lookup.ts';
import type { RecipientAnswer, ReplyReader } from '../ports/store/replies/replies.ts';
import { knowsRecipients } from '../send/knows-recipients.ts';

/** A page of who answered what. */
export interface AnswersPage {
  readonly send: SendHead;
  readonly tally: ReplyTally | undefined;
  readonly answers: readonly RecipientAnswer[];
  /** From 0. */
  readonly page: number;
  readonly hasNext: boolean;
  readonly show: ShowNumber;
}

export interface WhoAnswered {
  /** Undefined for a send that this person may not see here. */
  page(sendId: string, asker: Asker, page: number): Promise<AnswersPage | undefined>;
  /** All of it as CSV; undefined as above. Rejects when the ledger is away. */
  file(sendId: string, asker: Asker): Promise<string | undefined>;
}

const PAGE_SIZE = 40;
const FILE_PAGE_SIZE = 500;
const COLUMNS = ['phone', 'name', 'answer', 'kind', 'time (UTC)'];
const NOT_ANSWERED = 'has not answered';

/** Who of a send's recipients answered what, and who has not; whole numbers for the person who gave them. */
export function createWhoAnswered(needs: {
  readonly replies: Pick<ReplyReader, 'answersOf' | 'tallyOf'>;
  readonly lookup: Pick<DeliveryPages, 'findHead'>;
}): WhoAnswered {
  const { lookup, replies } = needs;
  return {
    async page(sendId, asker, page) {
      const send = await lookup.findHead(sendId, asker);
      if (send === undefined) return undefined;
      const from = page === 0 ? {} : { after: deliveryAt(sendId, page * PAGE_SIZE - 1) };
      const found = await replies.answersOf(sendId, { ...from, limit: PAGE_SIZE + 1 });
      return {
        send,
        tally: await replies.tallyOf(sendId),
        answers: found.slice(0, PAGE_SIZE),
        page,
        hasNext: found.length > PAGE_SIZE,
        show: numbersFor(await knowsRecipients(send, asker, lookup)),
      };
    },
    async file(sendId, asker) {
      const send = await lookup.findHead(sendId, asker);
      if (send === undefined) return undefined;
      const show = numbersFor(await knowsRecipients(send, asker, lookup));
      const lines = [csvLine(COLUMNS, ',')];
      for (let after: string | undefined; ; ) {
        const from = after === undefined ? {} : { after };
        const found = await replies.answersOf(sendId, { ...from, limit: FILE_PAGE_SIZE });
        lines.push(...found.map((answer) => csvLine(cellsOf(answer, show).map(defusedCell), ',')));
        after = found.at(-1)?.deliveryId;
        if (found.length < FILE_PAGE_SIZE) break;
      }
      return csvFile(lines);
    },
  };
}

/** The ID of a delivery is its send's with its place. */
function deliveryAt(sendId: string, position: number): string {
  return `${sendId}.${position}`;
}

function cellsOf({ recipient, reply }: RecipientAnswer, show: ShowNumber): readonly string[] {
  if (reply === undefined) return [show(recipient), '', NOT_ANSWERED, '', ''];
  const at = reply.writtenAt.toISOString().slice(0, 19).replace('T', ' ');
  return [show(recipient), reply.name ?? '', reply.text ?? '', reply.kind, at];
}
