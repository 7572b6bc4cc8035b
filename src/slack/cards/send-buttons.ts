import type { ActionsBlock, Button } from '@slack/types';
import { maskPhoneNumber } from '../../core/recipients/phone-number.ts';
import { isWaiting } from '../../core/rules/asking.ts';
import type { Delivery } from '../../core/send/delivery/delivery.ts';
import type { Send } from '../../core/send/send.ts';
import { button, question } from '../blocks/basic-blocks.ts';
import { cancelButton, withdrawButton } from '../blocks/cancel-button.ts';
import {
  AGAIN_BUTTON,
  ARRIVED_BUTTON,
  CANCEL_BUTTON,
  DETAILS_BUTTON,
  IDS_BUTTON,
  NOT_ARRIVED_BUTTON,
  SEND_HELD_NOW,
} from '../ids.ts';
import { whoAnsweredButton } from './replies/tally-blocks.ts';

/** What can be done with a send: the same row from queued to read. */
export function sendButtons(send: Send): ActionsBlock {
  if (isWaiting(send)) {
    const elements = [button(DETAILS_BUTTON, 'Details', send.id), withdrawButton(CANCEL_BUTTON, send)];
    return { type: 'actions', block_id: 'next_steps', elements };
  }
  const unknown = send.deliveries.filter(({ status }) => status === 'unknown');
  const [only] = unknown;
  return {
    type: 'actions',
    block_id: 'next_steps',
    elements: [
      ...heldButton(send),
      button(DETAILS_BUTTON, 'Details', send.id),
      button(AGAIN_BUTTON, 'Send again…', send.id),
      button(IDS_BUTTON, 'Message IDs', send.id),
      ...(only === undefined || unknown.length > 1 ? [] : manualReportButtons(send.id, only)),
      ...cancelButton(send),
      ...whoAnsweredButton(send),
    ],
  };
}

/** A message that the rules hold may be let go once they allow it. */
function heldButton({ change, id }: Send): Button[] {
  return change?.state === 'held' ? [{ ...button(SEND_HELD_NOW, 'Send now', id), style: 'primary' }] : [];
}

/** What can be done with an answer. */
export function answerButtons(send: Send): ActionsBlock {
  const unknown = send.deliveries.filter(({ status }) => status === 'unknown');
  return {
    type: 'actions',
    block_id: 'next_steps',
    elements: [
      button(DETAILS_BUTTON, 'Details', send.id),
      ...unknown.flatMap((delivery) => manualReportButtons(send.id, delivery)),
      ...cancelButton(send),
    ],
  };
}

/** For one recipient with an unknown status: a person may know what happened. */
function manualReportButtons(sendId: string, { id, recipient }: Delivery): Button[] {
  const value = [sendId, id].join(' ');
  const who = maskPhoneNumber(recipient);
  const confirm = (title: string, sentence: string, yes: string) =>
    question(title, `${sentence} Your name is recorded. A later delivery report replaces this.`, yes, 'Cancel');
  return [
    {
      ...button(ARRIVED_BUTTON, 'It arrived', value),
      confirm: confirm('Mark as delivered?', `${who} has the message.`, 'It arrived'),
    },
    {
      ...button(NOT_ARRIVED_BUTTON, 'It did not arrive', value),
      confirm: confirm(
        'Mark as not delivered?',
        `${who} does not have the message. This does not send it again.`,
        'It did not arrive',
      ),
    },
  ];
}
