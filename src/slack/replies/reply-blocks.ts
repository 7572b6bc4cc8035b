import type { Button, KnownBlock, RichTextElement } from '@slack/types';
import type { SavedReply } from '../../flow/ports/store/replies/replies.ts';
import type { ReplyPost, ThreadSend } from '../../flow/ports/store/replies/reply-threads.ts';
import { button, contextBlock, dangerQuestion } from '../blocks/basic-blocks.ts';
import { richText, section, text } from '../blocks/rich-text.ts';
import { dateElement } from '../blocks/slack-date.ts';
import { untrustedLine, untrustedMrkdwn } from '../blocks/untrusted-text.ts';
import { HIDDEN_NOTES, type Hidden } from '../cards/hides-text.ts';
import type { SlackMessage } from '../client/post-message.ts';
import { ANSWER_REPLY, OPEN_MEDIA, OPT_OUT_WRITER } from '../ids.ts';
import { MAX_MESSAGE_LENGTH } from '../limits.ts';
import { saidElements, saidText } from './said.ts';
import { writerText } from './writer.ts';

const MAX_NOTIFICATION_LENGTH = 150;
const MAX_NAME_LENGTH = 120;
/** What stands in a post beside the words of its replies: names, times and buttons of each. */
const ROOM_BESIDE_WORDS = 260;
const LATE_MS = 2 * 60 * 60_000;

/** A post is not edited, so what it hides is not shown there later. */
const NOTES: Readonly<Record<Hidden, string>> = {
  ...HIDDEN_NOTES,
  not_known:
    'The text is not shown here: Slack did not say whether this channel is shared with another organisation. “Answer on WhatsApp” shows it.',
};

/**
 * A post of one reply or of several: who, what, when, and what can be done. What people wrote stands in text elements alone, so
 * that it can mention, link or format nothing.
 */
export function replyMessage({ about, replies }: ReplyPost, hidden?: Hidden): SlackMessage {
  const isTextHidden = hidden !== undefined;
  const room = Math.floor(MAX_MESSAGE_LENGTH / replies.length) - ROOM_BESIDE_WORDS;
  const [only] = replies;
  const said = only === undefined || isTextHidden ? 'replied' : saidText(only, MAX_NOTIFICATION_LENGTH);
  const first = only === undefined ? '' : `${whoIn(only, isTextHidden)} ${said}`;
  return {
    text: replies.length === 1 ? untrustedMrkdwn(first, MAX_NOTIFICATION_LENGTH) : `${replies.length} replies`,
    blocks: [
      ...(about === undefined ? [] : [richText(section(...aboutElements(about)))]),
      ...(hidden === undefined ? [] : [contextBlock(NOTES[hidden])]),
      ...replies.flatMap((reply) => replyBlocks(reply, room, isTextHidden)),
    ],
    metadata: {
      event_type: 'whatsapp_send_reply',
      event_payload: about === undefined ? {} : { send_id: about.sendId },
    },
  };
}

/** For replies that stand in no thread: what they answer. */
function aboutElements({ channelId, name }: ThreadSend): RichTextElement[] {
  return [
    text('On your message '),
    text(untrustedLine(name, MAX_NAME_LENGTH), { bold: true }),
    text(' in '),
    { type: 'channel', channel_id: channelId },
    text(', where I cannot post:'),
  ];
}

/** In a channel that is shared with another organisation the name is kept back too. */
function whoIn(reply: SavedReply, isTextHidden: boolean): string {
  return writerText(isTextHidden ? { ...reply, name: undefined } : reply);
}

function replyBlocks(reply: SavedReply, room: number, isTextHidden: boolean): KnownBlock[] {
  const buttons = buttonsOf(reply);
  return [
    richText(
      section(
        text(whoIn(reply, isTextHidden), { bold: true }),
        ...(isTextHidden ? [text(' replied')] : saidElements(reply, room)),
        text('   '),
        dateElement(reply.writtenAt, isLate(reply) ? '{date_short_pretty} {time}' : '{time}'),
        ...notes(reply).map((note) => text(` · ${note}`, { italic: true })),
      ),
    ),
    ...(buttons.length === 0 ? [] : [{ type: 'actions' as const, elements: buttons }]),
  ];
}

/** It came hours after it was written, so a time alone may be of another day. */
function isLate({ receivedAt, writtenAt }: SavedReply): boolean {
  return receivedAt.getTime() - writtenAt.getTime() > LATE_MS;
}

function notes({ matchedBy, optOut }: SavedReply): readonly string[] {
  return [
    ...(matchedBy === 'recent' ? ['probably about this'] : []),
    ...(optOut === 'opted_out' ? ['gets no more of these messages'] : []),
    ...(optOut === 'opted_in' ? ['wants messages again'] : []),
  ];
}

function buttonsOf({ from, id, kind, media, optOut, text: words }: SavedReply): Button[] {
  // There is no number to answer to where WhatsApp names the person by an ID alone.
  const mayAnswer = from !== undefined && optOut !== 'opted_out' && !(kind === 'reaction' && words === undefined);
  return [
    ...(mayAnswer ? [button(ANSWER_REPLY, 'Answer on WhatsApp', id)] : []),
    ...(media === undefined ? [] : [button(OPEN_MEDIA, OPEN_LABEL[kind] ?? 'Open file', id)]),
    ...(optOut === 'ambiguous' && from !== undefined
      ? [{ ...button(OPT_OUT_WRITER, 'Opt this person out', id), confirm: OPT_OUT_QUESTION }]
      : []),
  ];
}

const OPEN_LABEL: Readonly<Partial<Record<SavedReply['kind'], string>>> = {
  image: 'Open photo',
  video: 'Open video',
  voice: 'Open voice message',
  document: 'Open document',
};

const OPT_OUT_QUESTION = dangerQuestion(
  'Opt this person out?',
  'They get no more messages from here, of any kind, until they write START or a colleague takes it back. Your name is recorded.',
  'Opt out',
  'Not now',
);
