import type { RichTextSection } from '@slack/types';
import { formatCount } from '../../../core/format.ts';
import type { Delivery } from '../../../core/send/delivery/delivery.ts';
import type { Send, SendHead } from '../../../core/send/send.ts';
import { cutText } from '../../../core/text.ts';
import { section, text } from '../../blocks/rich-text.ts';
import { dateElement } from '../../blocks/slack-date.ts';
import { untrustedText } from '../../blocks/untrusted-text.ts';

const MAX_WARNING_LENGTH = 300;

/** Whether delivery reports can still come. */
export function reportsMayCome({ warning, reportsExpected }: SendHead): boolean {
  return reportsExpected && warning?.kind !== 'callback_not_allowed';
}

/** What the reader has to know about delivery reports, and what Kaleyra warned of; mostly empty. */
export function reportNotes({ deliveries, warning, reportsExpected }: Send): RichTextSection[] {
  const overdue = deliveries.filter(({ isReportOverdue }) => isReportOverdue);
  const other = warning?.kind === 'other' ? [otherWarning(warning.text)] : [];
  if (warning?.kind === 'callback_not_allowed') return [callbackNotAllowed(warning.text)];
  return reportsExpected ? [...overdueNote(overdue, deliveries.length), ...other] : [noReports(), ...other];
}

/** Where in Kaleyra's console the callback address is allowed, with Kaleyra's sentence where it gave one. */
export function callbackNotAllowed(quote: string): RichTextSection {
  return section(
    text('No delivery reports: ', { bold: true }),
    text(
      'Kaleyra took the message, but does not allow this bot’s callback address. Your admin can allow it in Kaleyra’s console under ',
    ),
    text('Settings → Settings tab → “Enable WhatsApp Callback URLs”', { bold: true }),
    text(quote === '' ? '.' : `. Kaleyra’s words: “${shortened(quote)}”`),
  );
}

/** Guesses nothing: the message may have arrived, or not. */
function overdueNote(overdue: readonly Delivery[], total: number): RichTextSection[] {
  const since = overdue.map(({ changedAt }) => changedAt).toSorted((a, b) => a.getTime() - b.getTime())[0];
  if (since === undefined) return [];
  const which = overdue.length === total ? '' : ` for ${formatCount(overdue.length)} of ${formatCount(total)}`;
  return [
    section(
      text(`No delivery report${which} since `, { bold: true }),
      dateElement(since, '{date_short_pretty} {time}'),
      text('. Kaleyra took the message and has not reported delivery. It may have arrived: ask the recipient.'),
    ),
  ];
}

function noReports(): RichTextSection {
  return section(
    text('No delivery reports: ', { bold: true }),
    text('they are not set up, so this card stays at “accepted”.'),
  );
}

function otherWarning(quote: string): RichTextSection {
  return section(text('Kaleyra added: ', { bold: true }), text(`“${shortened(quote)}”`));
}

function shortened(quote: string): string {
  return cutText(untrustedText(quote), MAX_WARNING_LENGTH);
}
