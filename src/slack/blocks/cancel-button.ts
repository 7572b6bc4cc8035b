import type { Button } from '@slack/types';
import { formatCount } from '../../core/format.ts';
import { countStatuses } from '../../core/send/delivery/status.ts';
import type { Send } from '../../core/send/send.ts';
import { CANCEL_BUTTON } from '../ids.ts';
import { button, dangerQuestion } from './basic-blocks.ts';

const NOTHING_WILL = 'Nothing of it has left, and nothing will.';

/** Cancels what has not left; empty where everything has. */
export function cancelButton(send: Pick<Send, 'id' | 'deliveries' | 'change'>): Button[] {
  const { queued } = countStatuses(send.deliveries);
  if (queued === 0 || send.change?.state === 'stopped') return [];
  const waiting = `${formatCount(queued)} of ${formatCount(send.deliveries.length)}`;
  const isLeaving = queued < send.deliveries.length;
  const rest = isLeaving ? ' What has left or is on its way cannot be stopped.' : '';
  return [
    {
      ...button(CANCEL_BUTTON, 'Cancel', send.id),
      style: 'danger',
      confirm: dangerQuestion(
        'Cancel this message?',
        `${waiting} had not left when this was shown. Those that have not left yet will not be sent.${rest}`,
        'Cancel it',
        'Let it go on',
      ),
    },
  ];
}

/** Takes back a send that waits for approval. */
export function withdrawButton(actionId: string, { approval, id }: Pick<Send, 'approval' | 'id'>): Button {
  const left = approval?.hasLeft === true ? 'What has left stays left, and nothing more will.' : NOTHING_WILL;
  return {
    ...button(actionId, 'Withdraw…', id),
    confirm: dangerQuestion(
      'Withdraw this?',
      `${left} Those who were asked see that it is withdrawn.`,
      'Withdraw it',
      'Keep it',
    ),
  };
}
