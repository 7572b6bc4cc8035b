import type { ContextBlock, KnownBlock, RichTextBlock, SectionBlock } from '@slack/types';
import type { Explanations } from '../../core/explanations/explanation.ts';
import type { Send } from '../../core/send/send.ts';
import { languageName } from '../../core/template/language-name.ts';
import type { SendSummary } from '../../flow/ports/lookup.ts';
import { section, text } from '../blocks/rich-text.ts';
import { button, sendButtons } from '../blocks/send-buttons.ts';
import { dateMrkdwn } from '../blocks/slack-date.ts';
import { untrustedMrkdwn } from '../blocks/untrusted-text.ts';
import { failureNotes } from '../cards/failure-notes.ts';
import { headlineElements, headlineText } from '../cards/headline.ts';
import { originLine } from '../cards/origin-line.ts';
import { recipientLine } from '../cards/recipient-lines.ts';
import { countsLine, problemsFirst, summaryLine } from '../cards/status-counts.ts';
import { DETAILS_BUTTON } from '../ids.ts';

const MAX_NAME_LENGTH = 80;
const MOST_LINES = 10;

/** An answer to one person, as Slack takes it. */
export interface Answer {
  /** For notifications, and for a screen reader. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** What `/whatsapp-send status …` tells: the card without the message. */
export function statusReply(send: Send, explanations: Explanations): Answer {
  const shown = problemsFirst(send.deliveries).slice(0, MOST_LINES);
  const rest = send.deliveries.length - shown.length;
  const lines = shown.map((delivery) => recipientLine(delivery, send.createdAt));
  return {
    text: headlineText(send),
    blocks: [
      rich(section(...headlineElements(send))),
      ...(rest === 0 ? [] : [rich(section(text(summaryLine(send.deliveries), { bold: true })))]),
      { type: 'rich_text', elements: lines },
      ...(rest === 0 ? [] : [moreNote(`and ${rest.toLocaleString('en')} more: see Details.`)]),
      ...notes(failureNotes(send, explanations)),
      originLine(send),
      sendButtons(send),
    ],
  };
}

/** What `/whatsapp-send recent` tells: a line and a button each, the latest first. */
export function recentReply(summaries: readonly SendSummary[]): Answer {
  if (summaries.length === 0) {
    const sentence = 'Nothing was sent from this channel yet, and nothing by you.';
    return { text: sentence, blocks: [rich(section(text(sentence)))] };
  }
  const title = 'The last sends of this channel, and yours:';
  return { text: title, blocks: [rich(section(text(title, { bold: true }))), ...summaries.map(summaryBlock)] };
}

/** A section, because only there a button stands beside the words: they are markup, so untrusted ones are escaped. */
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

function notes(lines: ReturnType<typeof failureNotes>): RichTextBlock[] {
  return lines.length === 0 ? [] : [{ type: 'rich_text', elements: lines }];
}

function rich(line: ReturnType<typeof section>): RichTextBlock {
  return { type: 'rich_text', elements: [line] };
}

function moreNote(sentence: string): ContextBlock {
  return { type: 'context', elements: [{ type: 'plain_text', text: sentence }] };
}
