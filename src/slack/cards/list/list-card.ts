import type { KnownBlock, RichTextElement } from '@slack/types';
import type { Explanations } from '../../../core/explanations/explanation.ts';
import { formatPeople } from '../../../core/format.ts';
import { askingWords } from '../../../core/rules/asking.ts';
import type { Mode } from '../../../core/rules/mode.ts';
import type { CardRole } from '../../../core/send/card.ts';
import { textWithLabels } from '../../../core/send/card-preview.ts';
import { nameOfMessage } from '../../../core/template/message/message.ts';
import { contextBlock } from '../../blocks/basic-blocks.ts';
import { previewBlocks } from '../../blocks/preview-blocks.ts';
import { quietNotes } from '../../blocks/quiet-waits.ts';
import { richText, section, text } from '../../blocks/rich-text.ts';
import { untrustedLine, untrustedMrkdwn } from '../../blocks/untrusted-text.ts';
import type { SlackMessage } from '../../client/post-message.ts';
import { HIDDEN_NOTES, type Hidden } from '../hides-text.ts';
import { fallbackBlocks } from '../notes/fallback-notes.ts';
import { pauseNotes } from '../notes/pause-notes.ts';
import { reportNotes } from '../notes/report-notes.ts';
import { modeLine, unreachedNotes } from '../notes/unreached-notes.ts';
import { originLine } from '../origin-line.ts';
import { tallyBlocks } from '../replies/tally-blocks.ts';
import type { NamedSenders } from '../sender-text.ts';
import { listButtons } from './list-buttons.ts';
import { listNotes } from './list-notes.ts';
import { isFinished, type ListSend, progressBar, progressLine, stateOf, storyVerb, timeLeft } from './list-words.ts';

const MAX_NAME_LENGTH = 120;
const MAX_PREVIEW_LENGTH = 1_500;

interface Options {
  readonly role: CardRole;
  readonly explanations: Explanations;
  readonly senders: NamedSenders;
  /** The send rate of the sender. */
  readonly messagesPerSecond: number;
  readonly mode: Mode;
  /** Why it does not show the text; left out, it does. */
  readonly hidden?: Hidden | undefined;
}

/**
 * A list's card: one line that tells the story, the bar with its counts, at most three reasons, the buttons. It shows no row,
 * so it does not grow; the words are the template's own, because every row fills in others.
 */
export function listCard(
  send: ListSend,
  { role, explanations, hidden, messagesPerSecond, mode, senders }: Options,
): SlackMessage {
  const { above, below } = fallbackBlocks(send, role);
  const notes = [
    ...listNotes(send, explanations),
    ...unreachedNotes(send),
    ...pauseNotes(send, explanations),
    ...quietNotes(send.quietWaits ?? []),
    ...reportNotes(send),
  ];
  const left = leavesNow(send) ? timeLeft(send, messagesPerSecond) : undefined;
  return {
    text: `${storyText(send)} — ${askingWords(send)?.outcome ?? progressLine(send)}`,
    blocks: [
      ...above,
      ...modeLine(send, mode),
      richText(section(...storyElements(send))),
      ...(hidden === undefined ? templateBlocks(send) : [contextBlock(HIDDEN_NOTES[hidden])]),
      richText(section(text(`${progressBar(send)} `), text(progressLine(send), { bold: true }))),
      ...(left === undefined ? [] : [contextBlock(left)]),
      ...(notes.length === 0 ? [] : [richText(...notes)]),
      ...tallyBlocks(send),
      originLine(send, senders, role),
      listButtons(send),
      ...below,
    ],
    metadata: { event_type: 'whatsapp_send', event_payload: { send_id: send.id } },
  };
}

function leavesNow(send: ListSend): boolean {
  return stateOf(send) === 'sending' && !isFinished(send);
}

function storyElements(send: ListSend): RichTextElement[] {
  return [
    { type: 'user', user_id: send.actorId },
    text(` ${storyVerb(send)} `),
    text(untrustedLine(nameOfMessage(send.message), MAX_NAME_LENGTH), { bold: true }),
    text(` to ${formatPeople(send.list.rows)}`),
  ];
}

/** The same for a notification, in mrkdwn. */
function storyText(send: ListSend): string {
  const name = untrustedMrkdwn(nameOfMessage(send.message), MAX_NAME_LENGTH);
  return `<@${send.actorId}> ${storyVerb(send)} ${name} to ${formatPeople(send.list.rows)}`;
}

function templateBlocks({ template }: ListSend): KnownBlock[] {
  return template === undefined ? [] : previewBlocks(textWithLabels(template), { maxCharacters: MAX_PREVIEW_LENGTH });
}
