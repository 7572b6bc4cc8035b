import type { ViewOutput } from '@slack/bolt';
import type { KnownBlock, ModalView, RichTextElement } from '@slack/types';
import { z } from 'zod';
import { formatDuration } from '../../core/format.ts';
import { ANSWERED_LATELY_MS, MAX_FREE_TEXT_LENGTH } from '../../core/template/message/free-text.ts';
import { cutText } from '../../core/text.ts';
import type { Conversation, GivenAnswer } from '../../flow/ports/store/replies/answers.ts';
import { bannerBlock } from '../blocks/banner.ts';
import { button, plainText } from '../blocks/basic-blocks.ts';
import { inputBlock, textInput } from '../blocks/inputs.ts';
import { modal } from '../blocks/modal.ts';
import { richText, section, text } from '../blocks/rich-text.ts';
import { dateElement, dateMrkdwn } from '../blocks/slack-date.ts';
import { untrustedText } from '../blocks/untrusted-text.ts';
import { inputsOf } from '../blocks/view-inputs.ts';
import { ANSWER_AS_WELL_INPUT, ANSWER_TEXT_INPUT, ANSWER_VIEW, SEND_TEMPLATE_INSTEAD } from '../ids.ts';
import { MAX_OPTION_LENGTH, MAX_TITLE_LENGTH } from '../limits.ts';
import { saidElements } from './said.ts';
import { writerText } from './writer.ts';

const TITLE = 'Answer on WhatsApp';
const MAX_SAID_LENGTH = 4_000;
const MAX_QUOTED_LENGTH = 300;
const TEXT_BLOCK = 'answer';
const AS_WELL_BLOCK = 'answer_as_well';
const OPTED_OUT = 'This person asked for no more messages. An answer cannot be sent until they write START.';
const CLOSED =
  'WhatsApp takes an answer in words of your own for 24 hours after the person last wrote, and those 24 hours are over. An approved template still reaches them.';
/** With less than this, the person is told to hurry. */
const SOON_MS = 10 * 60_000;

const schema = z.object({
  replyId: z.string(),
  /** Where the reply stands: the person may see it there. */
  channelId: z.string(),
});

/** What the view carries in its `private_metadata`, signed for the person who sees it. */
export type AnswerMetadata = z.infer<typeof schema>;

export function readAnswerMetadata(text: string): AnswerMetadata | undefined {
  try {
    return schema.optional().catch(undefined).parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

interface Shown {
  readonly conversation: Conversation;
  readonly channelId: string;
  /** What was typed, where the view is shown again. */
  readonly typed?: string;
  readonly banner?: string;
  /** A colleague's answer that the person has to say yes to, where the ledger told of it. */
  readonly answered?: GivenAnswer;
}

/** What they said, the text, and until when it may leave; once that is over, what still reaches them. */
export function answerView(shown: Shown): ModalView {
  const { channelId, conversation } = shown;
  const { isOptedOut, now, openUntil, reply } = conversation;
  const frame = {
    ...modal(TITLE, 'Cancel'),
    callback_id: ANSWER_VIEW,
    private_metadata: JSON.stringify({ replyId: reply.id, channelId } satisfies AnswerMetadata),
  };
  const said = richText({ type: 'rich_text_quote', elements: saidBy(conversation) });
  if (isOptedOut) return { ...frame, blocks: [said, bannerBlock(OPTED_OUT)] };
  if (openUntil === undefined || openUntil <= now) return { ...frame, blocks: [said, ...closedBlocks(shown)] };
  return {
    ...frame,
    submit: plainText('Send', MAX_TITLE_LENGTH),
    blocks: [
      ...(shown.banner === undefined ? [] : [bannerBlock(shown.banner)]),
      said,
      ...colleagueBlocks(shown),
      textInput({
        blockId: TEXT_BLOCK,
        actionId: ANSWER_TEXT_INPUT,
        label: 'Your answer',
        value: shown.typed,
        example: undefined,
        hint: undefined,
        isOptional: false,
        maxLength: MAX_FREE_TEXT_LENGTH,
        isMultiline: true,
        hasFocus: true,
      }),
      windowLine(openUntil, now),
    ],
  };
}

/** What a person filled in. `unticked` is the ID of the block that asked for a second yes, where the person gave none. */
export function readAnswerView({ blocks, state }: Pick<ViewOutput, 'blocks' | 'state'>) {
  const inputs = inputsOf({ state });
  const asked = blocks.find(({ block_id: id }) => id?.startsWith(AS_WELL_BLOCK))?.block_id;
  const ticked = Number(inputs.get(ANSWER_AS_WELL_INPUT)?.selected_options?.[0]?.value ?? Number.NaN);
  return {
    text: inputs.get(ANSWER_TEXT_INPUT)?.value ?? '',
    seenUntil: Number.isFinite(ticked) ? new Date(ticked) : undefined,
    unticked: asked !== undefined && !Number.isFinite(ticked) ? asked : undefined,
  };
}

/** The block at which a sentence about the text is shown. */
export const ANSWER_TEXT_BLOCK = TEXT_BLOCK;
export const TICK_TO_ANSWER = 'Tick to send yours as well: the person gets both answers.';

function saidBy({ reply }: Conversation): RichTextElement[] {
  return [
    text(writerText(reply), { bold: true }),
    ...saidElements(reply, MAX_SAID_LENGTH),
    text('   '),
    dateElement(reply.writtenAt, '{date_short_pretty} {time}'),
  ];
}

/** Who answered the same person, where that is not this person's own answer of before; lately, with a box to tick. */
function colleagueBlocks({ answered, conversation: { lastAnswer, now, reply } }: Shown): KnownBlock[] {
  const last = answered ?? lastAnswer;
  if (last === undefined || (answered === undefined && last.at < reply.writtenAt)) return [];
  const ago = Math.max(0, now.getTime() - last.at.getTime());
  const line = richText(
    section(
      text('⚠ '),
      { type: 'user', user_id: last.by },
      text(` answered ${formatAgo(ago)}: ${cutText(untrustedText(last.text), MAX_QUOTED_LENGTH)}`),
    ),
  );
  if (answered === undefined && ago >= ANSWERED_LATELY_MS) return [line];
  const seen = String(last.at.getTime());
  const tick = inputBlock(`${AS_WELL_BLOCK}_${seen}`, 'A colleague has just answered', {
    type: 'checkboxes',
    action_id: ANSWER_AS_WELL_INPUT,
    options: [{ text: plainText('Send mine as well', MAX_OPTION_LENGTH), value: seen }],
  });
  return [line, tick];
}

/** `40 s ago`, `3 min ago`. */
function formatAgo(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 90) return `${seconds} s ago`;
  return seconds < 90 * 60 ? `${Math.round(seconds / 60)} min ago` : `${Math.round(seconds / 3_600)} hours ago`;
}

/** `Window open until 14:05, 3 h 12 min.` */
function windowLine(openUntil: Date, now: Date): KnownBlock {
  const leftMs = openUntil.getTime() - now.getTime();
  const minutes = Math.floor(leftMs / 60_000);
  const left = minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const soon = leftMs < SOON_MS ? ` After ${formatDuration(leftMs / 1_000)} only a template reaches them.` : '';
  return {
    type: 'context',
    elements: [{ type: 'mrkdwn', text: `Window open until ${dateMrkdwn(openUntil, '{time}')}, ${left}.${soon}` }],
  };
}

/** What was typed stays to be copied, because a view without a submit button can have no field. */
function closedBlocks({ conversation: { reply }, typed }: Shown): KnownBlock[] {
  return [
    bannerBlock(CLOSED),
    ...(typed === undefined || typed.trim() === ''
      ? []
      : [
          richText(section(text('What you wrote was not sent:')), {
            type: 'rich_text_preformatted' as const,
            elements: [text(cutText(typed, MAX_SAID_LENGTH / 2))],
          }),
        ]),
    ...(reply.from === undefined
      ? []
      : [
          {
            type: 'actions' as const,
            elements: [{ ...button(SEND_TEMPLATE_INSTEAD, 'Send a template…', reply.id), style: 'primary' as const }],
          },
        ]),
  ];
}
