import type { RichTextSection } from '@slack/types';
import type { Send } from '../../core/send.ts';
import { cutText, foreignText } from '../blocks/foreign-text.ts';
import { section, text } from '../blocks/rich-text.ts';

const MAX_WARNING_LENGTH = 300;

/** Whether a delivery report can still settle something. */
export function reportsMayCome({ warning, reportsExpected }: Send): boolean {
  return reportsExpected && warning?.kind !== 'callback_not_allowed';
}

/** What the reader has to know about delivery reports and about what Kaleyra said beside its yes; mostly nothing. */
export function reportNotes({ warning, reportsExpected }: Send): RichTextSection[] {
  const other = warning?.kind === 'other' ? [otherWarning(warning.text)] : [];
  if (warning?.kind === 'callback_not_allowed') return [callbackNotAllowed(warning.text)];
  return reportsExpected ? other : [noReports(), ...other];
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
  return cutText(foreignText(words), MAX_WARNING_LENGTH);
}
