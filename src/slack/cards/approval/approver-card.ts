import type { ActionsBlock, RichTextElement, RichTextSection } from '@slack/types';
import { formatCount, formatPeople } from '../../../core/format.ts';
import type { CountryCount } from '../../../core/recipients/count-by-country.ts';
import { type ApprovalOnCard, hasAnswered } from '../../../core/rules/approval.ts';
import type { Mode } from '../../../core/rules/mode.ts';
import { totalOf } from '../../../core/send/delivery/status.ts';
import type { Send } from '../../../core/send/send.ts';
import { countsOfSend } from '../../../core/send/send-counts.ts';
import { languageName } from '../../../core/template/language-name.ts';
import type { Message } from '../../../core/template/message/message.ts';
import { languageOfMessage, nameOfMessage } from '../../../core/template/message/message.ts';
import { previewOf } from '../../../core/template/message/preview.ts';
import { button, contextBlock } from '../../blocks/basic-blocks.ts';
import { previewBlocks } from '../../blocks/preview-blocks.ts';
import { richText, section, text } from '../../blocks/rich-text.ts';
import { untrustedLine, untrustedMrkdwn } from '../../blocks/untrusted-text.ts';
import type { SlackMessage } from '../../client/post-message.ts';
import { APPROVE_SEND, DECLINE_SEND, DETAILS_BUTTON, MARK_REVIEWED } from '../../ids.ts';
import { onceApprovedNotes } from '../list/list-notes.ts';
import { isList } from '../list/list-words.ts';
import { modeLine } from '../notes/unreached-notes.ts';
import { originLine } from '../origin-line.ts';
import type { NamedSenders } from '../sender-text.ts';
import { approvalNotes } from './approval-notes.ts';

const MAX_NAME_LENGTH = 120;
const MAX_PREVIEW_LENGTH = 3_500;
/** What the digest stands behind in a block's ID: it comes back with a press. */
const DIGEST_SIGN = 'approval:';

interface Options {
  /** Whose copy it is: a person who has approved it does not see the buttons again. */
  readonly personId: string;
  readonly senders: NamedSenders;
  readonly mode: Mode;
  /** The message as it is read back from the request that will leave. */
  readonly message: Message;
  readonly countries: readonly CountryCount[];
}

/**
 * What an approver sees: the message drawn from the request that leaves, who asks, for whom, why, and until when. Once it is
 * decided it says by whom, and has no buttons any more.
 */
export function approverCard(send: Send, approval: ApprovalOnCard, options: Options): SlackMessage {
  const { countries, message, mode, senders } = options;
  const notes = [
    ...(countries.length === 0 ? [] : [section(text(countriesText(countries)))]),
    ...(isList(send) && approval.state === 'waiting' ? onceApprovedNotes(send) : []),
    ...approvalNotes(send),
    ...ownNote(approval, options.personId),
  ];
  return {
    text: storyText(send, approval),
    blocks: [
      richText(section(...storyElements(send, approval))),
      ...modeLine(send, mode),
      ...(isList(send) ? [contextBlock('The first row; every row has words of its own.')] : []),
      ...previewBlocks(previewOf(send.template, message), { maxCharacters: MAX_PREVIEW_LENGTH }),
      richText(...notes),
      originLine(send, senders, 'approver'),
      approverButtons(send, approval, options.personId),
    ],
    metadata: { event_type: 'whatsapp_send_approval', event_payload: { send_id: send.id } },
  };
}

/** The digest of what a person was shown, as the block of a pressed button carries it; empty where it carries none. */
export function digestOfBlock(blockId: string | undefined): string {
  return blockId?.startsWith(DIGEST_SIGN) === true ? blockId.slice(DIGEST_SIGN.length) : '';
}

function approverButtons(send: Send, approval: ApprovalOnCard, personId: string): ActionsBlock {
  const details = button(DETAILS_BUTTON, 'Details', send.id);
  const block = { type: 'actions' as const, block_id: `${DIGEST_SIGN}${approval.digest}` };
  if (approval.state === 'waiting' && !hasAnswered(approval, personId)) {
    const approve = { ...button(APPROVE_SEND, 'Approve', send.id), style: 'primary' as const };
    return { ...block, elements: [approve, button(DECLINE_SEND, 'Decline…', send.id), details] };
  }
  if (approval.state === 'to_review')
    return { ...block, elements: [button(MARK_REVIEWED, 'Reviewed', send.id), details] };
  return { ...block, elements: [details] };
}

/** For a person whose yes is there while others are waited for. */
function ownNote(approval: ApprovalOnCard, personId: string): RichTextSection[] {
  if (approval.state !== 'waiting' || !hasAnswered(approval, personId)) return [];
  return [section(text('You have approved it. It leaves once the others have, too.', { italic: true }))];
}

function storyElements(send: Send, { state }: ApprovalOnCard): RichTextElement[] {
  const language = languageOfMessage(send.message);
  const behind = language === undefined ? '' : ` · ${untrustedLine(languageName(language), MAX_NAME_LENGTH)}`;
  return [
    { type: 'user', user_id: send.actorId },
    text(` ${VERBS[state]} `),
    text(untrustedLine(nameOfMessage(send.message), MAX_NAME_LENGTH), { bold: true }),
    text(`${behind} to ${formatPeople(peopleCount(send))}${state === 'to_review' ? ' without waiting' : ''}`),
  ];
}

function storyText(send: Send, { state }: ApprovalOnCard): string {
  const name = untrustedMrkdwn(nameOfMessage(send.message), MAX_NAME_LENGTH);
  const behind = state === 'to_review' ? ' without waiting for approval' : '';
  return `<@${send.actorId}> ${VERBS[state]} ${name} to ${formatPeople(peopleCount(send))}${behind}`;
}

const VERBS = {
  waiting: 'asks you to approve',
  approved: 'asked to send',
  declined: 'asked to send',
  expired: 'asked to send',
  withdrawn: 'asked to send',
  to_review: 'sent',
  reviewed: 'sent',
} as const satisfies Record<ApprovalOnCard['state'], string>;

function peopleCount(send: Send): number {
  return send.list?.rows ?? totalOf(countsOfSend(send));
}

/** `India 2 · Italy 1`; how many they are the first line says. */
function countriesText(countries: readonly CountryCount[]): string {
  return countries
    .map(({ country, recipients }) => `${country ?? 'no single country'} ${formatCount(recipients)}`)
    .join(' · ');
}
