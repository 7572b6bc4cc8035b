import type { KnownBlock } from '@slack/types';
import type { Explanations } from '../../core/explanations/explanation.ts';
import { formatCount } from '../../core/format.ts';
import { countStatuses } from '../../core/send/delivery/status.ts';
import type { Send } from '../../core/send/send.ts';
import { contextBlock } from '../blocks/basic-blocks.ts';
import { richText, section, text } from '../blocks/rich-text.ts';
import { headlineElements, headlineText } from '../cards/headline.ts';
import { failureNotes } from '../cards/notes/failure-notes.ts';
import { originLine } from '../cards/origin-line.ts';
import { recipientLine } from '../cards/recipient-lines.ts';
import { sendButtons } from '../cards/send-buttons.ts';
import type { NamedSenders } from '../cards/sender-text.ts';
import { problemsFirst, summaryLine } from '../cards/status-counts.ts';

const MAX_LINES = 10;

/** A reply that only one person sees. */
export interface Reply {
  /** For notifications and screen readers. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** The reply to `/whatsapp-send status ID`: the card without the message's text. */
export function statusReply(send: Send, explanations: Explanations, senders: NamedSenders): Reply {
  const shown = problemsFirst(send.deliveries).slice(0, MAX_LINES);
  const rest = send.deliveries.length - shown.length;
  const lines = shown.map((delivery) => recipientLine(delivery, send.createdAt));
  const counts = countStatuses(send.deliveries);
  const notes = failureNotes(send, explanations);
  return {
    text: headlineText(send, counts),
    blocks: [
      richText(section(...headlineElements(send, counts))),
      ...(rest === 0 ? [] : [richText(section(text(summaryLine(send.deliveries), { bold: true })))]),
      richText(...lines),
      ...(rest === 0 ? [] : [contextBlock(`and ${formatCount(rest)} more: see Details.`)]),
      ...(notes.length === 0 ? [] : [richText(...notes)]),
      originLine(send, senders),
      sendButtons(send),
    ],
  };
}
