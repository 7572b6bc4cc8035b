import type { KnownBlock } from '@slack/types';
import type { Explanations } from '../../core/explanations/explanation.ts';
import { askingWords } from '../../core/rules/asking.ts';
import type { Mode } from '../../core/rules/mode.ts';
import type { CardRole } from '../../core/send/card.ts';
import { cardPreviewOf } from '../../core/send/card-preview.ts';
import { countStatuses } from '../../core/send/delivery/status.ts';
import type { Send } from '../../core/send/send.ts';
import { contextBlock } from '../blocks/basic-blocks.ts';
import { previewBlocks } from '../blocks/preview-blocks.ts';
import { quietNotes } from '../blocks/quiet-waits.ts';
import { richText, section, shownLength, text } from '../blocks/rich-text.ts';
import type { SlackMessage } from '../client/post-message.ts';
import { MAX_MESSAGE_LENGTH } from '../limits.ts';
import { approvalNotes } from './approval/approval-notes.ts';
import { headlineElements, headlineText } from './headline.ts';
import { HIDDEN_NOTES, type Hidden, withoutText } from './hides-text.ts';
import { listCard } from './list/list-card.ts';
import { isList } from './list/list-words.ts';
import { cancelNotes } from './notes/cancel-notes.ts';
import { duplicateNotes } from './notes/duplicate-notes.ts';
import { failureNotes } from './notes/failure-notes.ts';
import { fallbackBlocks } from './notes/fallback-notes.ts';
import { holdNotes } from './notes/hold-notes.ts';
import { pauseNotes } from './notes/pause-notes.ts';
import { reportNotes } from './notes/report-notes.ts';
import { settleNote } from './notes/settle-note.ts';
import { modeLine, unreachedNotes } from './notes/unreached-notes.ts';
import { originLine } from './origin-line.ts';
import { recipientLine } from './recipient-lines.ts';
import { tableBlocks, tableFallbackBlocks } from './recipient-table.ts';
import { tallyBlocks } from './replies/tally-blocks.ts';
import { sendButtons } from './send-buttons.ts';
import type { NamedSenders } from './sender-text.ts';
import { summaryLine } from './status-counts.ts';

interface CardOptions {
  readonly role: CardRole;
  /** `plain` leaves out the table block, which some workspaces refuse with `invalid_blocks`. */
  readonly shape: 'full' | 'plain';
  readonly explanations: Explanations;
  readonly senders: NamedSenders;
  /** The send rate of a sender: how long a list still takes. */
  readonly messagesPerSecond: number;
  readonly mode: Mode;
  /** Why it does not show the text, and where others read it no message IDs either. Left out, it shows both. */
  readonly hidden?: Hidden | undefined;
}

const MAX_LINES = 5;
const MAX_PREVIEW_LENGTH = 3_500;
const HIDDEN_NOTE = 'The values are not shown here: this template is private.';

/**
 * Renders a send's card. An update renders it again: its parts keep their order and nearly their height from queued to
 * read.
 */
export function sendCard(given: Send, options: CardOptions): SlackMessage {
  const send = withoutText(given, options.hidden);
  if (isList(send)) return listCard(send, options);
  const { role, explanations, hidden, mode, senders } = options;
  const { above, below } = fallbackBlocks(send, role);
  const counts = countStatuses(send.deliveries);
  const { preview, isHidden } = cardPreviewOf(send.template, send.message);
  const top: KnownBlock[] = [
    ...above,
    ...modeLine(send, mode),
    richText(section(...headlineElements(send, counts))),
    ...(hidden === undefined
      ? previewBlocks(preview, { maxCharacters: MAX_PREVIEW_LENGTH })
      : [contextBlock(HIDDEN_NOTES[hidden])]),
    ...(isHidden && hidden === undefined ? [contextBlock(HIDDEN_NOTE)] : []),
  ];
  const notes = [
    ...approvalNotes(send),
    ...holdNotes(send),
    ...pauseNotes(send, explanations),
    ...quietNotes(send.quietWaits ?? []),
    ...(askingWords(send) === undefined ? cancelNotes(send) : []),
    ...unreachedNotes(send),
    ...failureNotes(send, explanations),
    ...settleNote(counts),
    ...duplicateNotes(send),
    ...reportNotes(send),
  ];
  const bottom: KnownBlock[] = [
    ...(notes.length === 0 ? [] : [richText(...notes)]),
    ...tallyBlocks(send),
    originLine(send, senders, role),
    sendButtons(send),
    ...below,
  ];
  const room = MAX_MESSAGE_LENGTH - shownLength(top) - shownLength(bottom);
  return {
    text: headlineText(send, counts),
    blocks: [...top, ...recipientBlocks(send, options, room), ...bottom],
    metadata: { event_type: 'whatsapp_send', event_payload: { send_id: send.id } },
  };
}

function recipientBlocks(send: Send, { hidden, shape }: CardOptions, room: number): KnownBlock[] {
  const isIdHidden = hidden === 'shared';
  if (send.deliveries.length <= MAX_LINES) {
    const lines = send.deliveries.map((delivery) => recipientLine(delivery, send.createdAt, isIdHidden));
    return [richText(...lines)];
  }
  const summary = richText(section(text(summaryLine(send.deliveries), { bold: true })));
  return [summary, ...(shape === 'full' ? tableBlocks(send, room) : tableFallbackBlocks(send, isIdHidden))];
}
