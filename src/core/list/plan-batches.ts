import type { PhoneNumber } from '../recipients/phone-number.ts';
import type { TemplateMessage } from '../template/message/message.ts';

/** What one row says, and to whom. */
export interface RowMessage {
  readonly row: number;
  readonly recipient: PhoneNumber;
  readonly message: TemplateMessage;
  /** The recipient's country as ISO 3166; undefined where there is no single one, or it was not asked for. Two never share a request. */
  readonly region?: string | undefined;
}

/** Rows that say the same and leave in one request. */
export interface RowBatch {
  readonly message: TemplateMessage;
  readonly recipients: readonly Pick<RowMessage, 'row' | 'recipient'>[];
  /** Of all of them. */
  readonly region: string | undefined;
}

interface Limits {
  /** How many recipients one request may have. */
  readonly recipientsPerRequest: number;
  /** How many rows leave first: the first batches have exactly these. */
  readonly trialRows: number;
}

/**
 * Groups rows that say the same, so that they need fewer requests; a row with words of its own is a batch by itself. One
 * number is never twice in a batch, because its response has one message ID for a number.
 *
 * @returns the batches in the order of their first rows
 */
export function planBatches(rows: readonly RowMessage[], limits: Limits): readonly RowBatch[] {
  const { trialRows } = limits;
  return [rows.slice(0, trialRows), rows.slice(trialRows)].flatMap((part) => group(part, limits));
}

interface OpenBatch {
  readonly message: TemplateMessage;
  readonly recipients: Pick<RowMessage, 'row' | 'recipient'>[];
  readonly region: string | undefined;
}

function group(rows: readonly RowMessage[], { recipientsPerRequest: most }: Limits): readonly RowBatch[] {
  const batches: OpenBatch[] = [];
  const open = new Map<string, OpenBatch>();
  for (const { row, recipient, message, region } of rows) {
    const key = JSON.stringify([region, message]);
    let batch = open.get(key);
    if (batch === undefined || batch.recipients.length >= most || has(batch, recipient)) {
      // Most batches of a long list have one recipient, so there is no room for more of them yet.
      batch = { message, recipients: [{ row, recipient }], region };
      batches.push(batch);
      open.set(key, batch);
    } else batch.recipients.push({ row, recipient });
  }
  return batches;
}

function has({ recipients }: OpenBatch, number: PhoneNumber): boolean {
  return recipients.some(({ recipient }) => recipient === number);
}
