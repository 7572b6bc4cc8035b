import type { RichTextElement, RichTextSection } from '@slack/types';
import { maskPhoneNumber } from '../../core/recipients/phone-number.ts';
import { cancelWords } from '../../core/send/delivery/cancel-reason.ts';
import type { Delivery } from '../../core/send/delivery/delivery.ts';
import { isSettled, STATUSES } from '../../core/send/delivery/status.ts';
import { section, text } from '../blocks/rich-text.ts';
import { dateElement } from '../blocks/slack-date.ts';
import { untrustedLine } from '../blocks/untrusted-text.ts';

const MAX_MESSAGE_ID_LENGTH = 120;
const SAME_DAY_MS = 12 * 60 * 60_000;
const GAP = text('   ');

/**
 * One line for a recipient: masked number, status, whole message ID to copy, time. It is there from the start, so that the
 * card keeps its height.
 *
 * @param since the send's time: a change long after it is shown with its date.
 * @param isIdHidden whether others than the workspace read it
 */
export function recipientLine(delivery: Delivery, since: Date, isIdHidden = false): RichTextSection {
  const isLate = delivery.changedAt.getTime() - since.getTime() > SAME_DAY_MS;
  return section(
    text(maskPhoneNumber(delivery.recipient)),
    GAP,
    text(statusText(delivery), { bold: true }),
    GAP,
    ...(isIdHidden ? [] : [messageIdElement(delivery), GAP]),
    dateElement(delivery.changedAt, isLate ? '{date_short_pretty} {time}' : '{time}'),
    ...reportedBy(delivery),
  );
}

/** Who reported a status by hand. */
function reportedBy({ manualReport }: Delivery): RichTextElement[] {
  return manualReport === undefined ? [] : [text(', says '), { type: 'user', user_id: manualReport.actorId }];
}

/** `delivered ✓✓`, `cancelled – (opted out)` */
export function statusText({ cancelReason, status }: Pick<Delivery, 'status' | 'cancelReason'>): string {
  const why = cancelWords(cancelReason);
  return `${STATUSES[status].label} ${STATUSES[status].mark}${why === undefined ? '' : ` (${why})`}`;
}

/** Kaleyra's ID on one line; undefined while there is none. */
export function messageIdText({ messageId }: Pick<Delivery, 'messageId'>): string | undefined {
  return messageId === undefined ? undefined : untrustedLine(messageId, MAX_MESSAGE_ID_LENGTH) || undefined;
}

function messageIdElement(delivery: Delivery): RichTextElement {
  const id = messageIdText(delivery);
  if (id !== undefined) return text(id, { code: true });
  return text(isSettled(delivery.status) ? 'no message ID' : 'no message ID yet', { italic: true });
}
