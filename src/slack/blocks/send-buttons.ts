import type { ActionsBlock, Button, ConfirmationDialog } from '@slack/types';
import { maskPhoneNumber } from '../../core/recipients/phone-number.ts';
import type { Delivery } from '../../core/send/delivery.ts';
import type { Send } from '../../core/send/send.ts';
import { AGAIN_BUTTON, ARRIVED_BUTTON, DETAILS_BUTTON, IDS_BUTTON, NOT_ARRIVED_BUTTON } from '../ids.ts';

/** What can be done with a send, in one row that is there from the first moment to the last. */
export function sendButtons(send: Send): ActionsBlock {
  const unknown = send.deliveries.filter(({ status }) => status === 'unknown');
  const [only] = unknown;
  return {
    type: 'actions',
    block_id: 'next_steps',
    elements: [
      button(DETAILS_BUTTON, 'Details', send.id),
      button(AGAIN_BUTTON, 'Send again…', send.id),
      button(IDS_BUTTON, 'Copy IDs', send.id),
      ...(only === undefined || unknown.length > 1 ? [] : manualReportButtons(send.id, only)),
    ],
  };
}

/** For one recipient of whom nobody knows: a person may know. */
export function manualReportButtons(sendId: string, { id, recipient }: Delivery): Button[] {
  const value = [sendId, id].join(' ');
  const who = maskPhoneNumber(recipient);
  const confirm = (text: string, yes: string): ConfirmationDialog => ({
    title: plain('Do you know?'),
    text: plain(`${text} Your name is kept with it, and a delivery report that says more still counts.`),
    confirm: plain(yes),
    deny: plain('Cancel'),
  });
  return [
    {
      ...button(ARRIVED_BUTTON, 'It arrived', value),
      confirm: confirm(`${who} has got the message, or told you so.`, 'It arrived'),
    },
    {
      ...button(NOT_ARRIVED_BUTTON, 'It did not', value),
      confirm: confirm(`${who} has not got the message, or told you so. Nothing is sent again by this.`, 'It did not'),
    },
  ];
}

export function button(actionId: string, label: string, value: string): Button {
  return { type: 'button', action_id: actionId, text: plain(label), value };
}

function plain(text: string) {
  return { type: 'plain_text' as const, text };
}
