import type { KnownBlock, SectionBlock } from '@slack/types';
import type { Explanations } from '../../core/explanations/explanation.ts';
import { formatCount } from '../../core/format.ts';
import type { Send } from '../../core/send/send.ts';
import { languageName } from '../../core/template/language-name.ts';
import type { SendSummary } from '../../flow/ports/store/lookup.ts';
import { button, contextBlock } from '../blocks/basic-blocks.ts';
import { richText, section, text } from '../blocks/rich-text.ts';
import { sendButtons } from '../blocks/send-buttons.ts';
import { dateMrkdwn } from '../blocks/slack-date.ts';
import { untrustedMrkdwn } from '../blocks/untrusted-text.ts';
import { failureNotes } from '../cards/failure-notes.ts';
import { headlineElements, headlineText } from '../cards/headline.ts';
import { originLine } from '../cards/origin-line.ts';
import { recipientLine } from '../cards/recipient-lines.ts';
import { countsLine, problemsFirst, summaryLine } from '../cards/status-counts.ts';
import { DETAILS_BUTTON } from '../ids.ts';

const MAX_NAME_LENGTH = 80;
const MAX_LINES = 10;

/** A reply that only one person sees. */
export interface Reply {
  /** For notifications and screen readers. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** The reply to `/whatsapp-send status ID`: the card without the message's text. */
export function statusReply(send: Send, explanations: Explanations): Reply {
  const shown = problemsFirst(send.deliveries).slice(0, MAX_LINES);
  const rest = send.deliveries.length - shown.length;
  const lines = shown.map((delivery) => recipientLine(delivery, send.createdAt));
  const notes = failureNotes(send, explanations);
  return {
    text: headlineText(send),
    blocks: [
      richText(section(...headlineElements(send))),
      ...(rest === 0 ? [] : [richText(section(text(summaryLine(send.deliveries), { bold: true })))]),
      richText(...lines),
      ...(rest === 0 ? [] : [contextBlock(`and ${formatCount(rest)} more: see Details.`)]),
      ...(notes.length === 0 ? [] : [richText(...notes)]),
      originLine(send),
      sendButtons(send),
    ],
  };
}

/** The reply to `/whatsapp-send recent`: a line and a button for each send, the latest first. */
export function recentReply(summaries: readonly SendSummary[]): Reply {
  if (summaries.length === 0) {
    const sentence = 'Nothing has been sent from this channel or by you yet.';
    return { text: sentence, blocks: [richText(section(text(sentence)))] };
  }
  const title = 'Latest messages from this channel and from you:';
  return { text: title, blocks: [richText(section(text(title, { bold: true }))), ...summaries.map(summaryBlock)] };
}

/** A section, because only there a button can stand beside the text. Its text is markup, so untrusted parts are escaped. */
function summaryBlock(summary: SendSummary): SectionBlock {
  const { id, actorId, channelId, createdAt, counts, language, template } = summary;
  const what = [
    `*${untrustedMrkdwn(template, MAX_NAME_LENGTH)}*`,
    ...(language === undefined ? [] : [languageName(language)]),
  ];
  const where = [
    dateMrkdwn(createdAt, '{date_short_pretty} {time}'),
    `by <@${actorId}>`,
    channelId.startsWith('D') ? 'in a direct message' : `in <#${channelId}>`,
    `\`${id}\``,
  ];
  return {
    type: 'section',
    block_id: `recent:${id}`,
    text: { type: 'mrkdwn', text: `${what.join(' · ')} — ${countsLine(counts)}\n${where.join(' · ')}` },
    accessory: button(DETAILS_BUTTON, 'Details', id),
  };
}
