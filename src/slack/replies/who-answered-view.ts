import type { ActionsBlock, ModalView, RichTextSection } from '@slack/types';
import { tallyPieces } from '../../core/replies/tally.ts';
import type { RecipientAnswer } from '../../flow/ports/store/replies/replies.ts';
import type { AnswersPage } from '../../flow/replies/who-answered.ts';
import { bannerBlock } from '../blocks/banner.ts';
import { button } from '../blocks/basic-blocks.ts';
import { modal } from '../blocks/modal.ts';
import { richText, section, text } from '../blocks/rich-text.ts';
import { dateElement } from '../blocks/slack-date.ts';
import { untrustedLine } from '../blocks/untrusted-text.ts';
import { writeSendMetadata } from '../details/send-metadata.ts';
import { ANSWERS_FILE, NEXT_PAGE, PREVIOUS_PAGE, WHO_ANSWERED_VIEW } from '../ids.ts';
import { saidText } from './said.ts';

const MAX_ANSWER_LENGTH = 150;
const MAX_NAME_LENGTH = 60;
const MAX_PIECE_LENGTH = 60;

/** A line for each recipient: what they tapped or wrote last, or that they have not answered. */
export function whoAnsweredView(
  { answers, hasNext, page, send, show, tally }: AnswersPage,
  { channelId, note }: { readonly channelId: string; readonly note?: string | undefined },
): ModalView {
  const line = tally === undefined ? 'Nothing came back yet.' : tallyPieces(tally).map(shownPiece).join(' · ');
  return {
    ...modal('Who answered'),
    callback_id: WHO_ANSWERED_VIEW,
    private_metadata: writeSendMetadata({ sendId: send.id, channelId, page, scope: 'answers', asOf: 0 }),
    blocks: [
      ...(note === undefined ? [] : [bannerBlock(note)]),
      richText(section(text(line, { bold: true }))),
      ...(answers.length === 0 ? [] : [richText(...answers.map((answer) => answerLine(answer, show)))]),
      buttons(send.id, page, hasNext),
    ],
  };
}

function shownPiece(piece: string): string {
  return untrustedLine(piece, MAX_PIECE_LENGTH);
}

function answerLine({ recipient, reply }: RecipientAnswer, show: AnswersPage['show']): RichTextSection {
  if (reply === undefined) return section(text(`${show(recipient)}   `), text('has not answered', { italic: true }));
  const name = untrustedLine(reply.name ?? '', MAX_NAME_LENGTH);
  return section(
    text(`${show(recipient)}${name === '' ? '' : ` (${name})`}   `),
    text(answerText(reply), { bold: reply.kind === 'button' || reply.kind === 'choice' }),
    text('   '),
    dateElement(reply.writtenAt, '{date_short_pretty} {time}'),
  );
}

function answerText(reply: NonNullable<RecipientAnswer['reply']>): string {
  const isTap = reply.kind === 'button' || reply.kind === 'choice';
  return isTap ? untrustedLine(reply.text ?? 'a button', MAX_ANSWER_LENGTH) : saidText(reply, MAX_ANSWER_LENGTH);
}

function buttons(sendId: string, page: number, hasNext: boolean): ActionsBlock {
  return {
    type: 'actions',
    block_id: 'answers',
    elements: [
      ...(page > 0 ? [button(PREVIOUS_PAGE, 'Previous', String(page - 1))] : []),
      ...(hasNext ? [button(NEXT_PAGE, 'Next', String(page + 1))] : []),
      button(ANSWERS_FILE, 'Send me a file', sendId),
    ],
  };
}
