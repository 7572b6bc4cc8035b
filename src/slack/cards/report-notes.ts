import type { RichTextSection } from '@slack/types';
import type { Delivery } from '../../core/send/delivery.ts';
import type { Send } from '../../core/send/send.ts';
import { section, text } from '../blocks/rich-text.ts';
import { dateElement } from '../blocks/slack-date.ts';
import { cutText, untrustedText } from '../blocks/untrusted-text.ts';

const MAX_WARNING_LENGTH = 300;

/** Whether a delivery report can still settle something. */
export function reportsMayCome({ warning, reportsExpected }: Send): boolean {
  return reportsExpected && warning?.kind !== 'callback_not_allowed';
}

/** What the reader has to know about delivery reports and about what Kaleyra said beside its yes; mostly nothing. */
export function reportNotes({ deliveries, warning, reportsExpected }: Send): RichTextSection[] {
  const overdue = deliveries.filter(({ isReportOverdue }) => isReportOverdue);
  const other = warning?.kind === 'other' ? [otherWarning(warning.text)] : [];
  if (warning?.kind === 'callback_not_allowed') return [callbackNotAllowed(warning.text)];
  return reportsExpected ? [...notHeardOf(overdue, deliveries.length), ...other] : [noReports(), ...other];
}

/** Where in Kaleyra's console the callback address is allowed; with Kaleyra's words when it gave any. */
export function callbackNotAllowed(words: string): RichTextSection {
  return section(
    text('No delivery reports: ', { bold: true }),
    text(
      'Kaleyra took the message, but does not allow this bot’s callback address. Your admin can allow it in Kaleyra’s console under ',
    ),
    text('Settings → Settings tab → “Enable WhatsApp Callback URLs”', { bold: true }),
    text(words === '' ? '.' : `. Kaleyra’s words: “${brief(words)}”`),
  );
}

/** Says what is known and guesses nothing: the message may have arrived, or not. */
function notHeardOf(overdue: readonly Delivery[], total: number): RichTextSection[] {
  const since = overdue.map(({ changedAt }) => changedAt).toSorted((a, b) => a.getTime() - b.getTime())[0];
  if (since === undefined) return [];
  const whom =
    overdue.length === total ? '' : ` for ${overdue.length.toLocaleString('en')} of ${total.toLocaleString('en')}`;
  return [
    section(
      text(`No delivery report${whom} since `, { bold: true }),
      dateElement(since, '{date_short_pretty} {time}'),
      text('. Kaleyra took the message and has not said what became of it: it may have arrived. Ask the recipient.'),
    ),
  ];
}

function noReports(): RichTextSection {
  return section(
    text('No delivery reports: ', { bold: true }),
    text('this bot has no public address to get them at, so “accepted” is the last that this card can say.'),
  );
}

function otherWarning(words: string): RichTextSection {
  return section(text('Kaleyra added: ', { bold: true }), text(`“${brief(words)}”`));
}

function brief(words: string): string {
  return cutText(untrustedText(words), MAX_WARNING_LENGTH);
}
