import type { ActionsBlock, Button, ConfirmationDialog } from '@slack/types';
import { formatCount } from '../../../core/format.ts';
import { isWaiting } from '../../../core/rules/asking.ts';
import { button, dangerQuestion } from '../../blocks/basic-blocks.ts';
import { withdrawButton } from '../../blocks/cancel-button.ts';
import {
  DETAILS_BUTTON,
  LIST_RESULTS,
  PAUSE_LIST,
  RELEASE_ROWS,
  RESUME_LIST,
  SEND_HELD_NOW,
  SEND_REST,
  STOP_LIST,
} from '../../ids.ts';
import { whoAnsweredButton } from '../replies/tally-blocks.ts';
import { isFinished, type ListSend, stateOf } from './list-words.ts';

/** What can be done with a list now. */
export function listButtons(send: ListSend): ActionsBlock {
  return {
    type: 'actions',
    block_id: 'next_steps',
    elements: [
      ...controls(send),
      button(LIST_RESULTS, 'Results', send.id),
      button(DETAILS_BUTTON, 'Details', send.id),
      ...whoAnsweredButton(send),
    ],
  };
}

function controls(send: ListSend): Button[] {
  const { id, list } = send;
  const stop = { ...button(STOP_LIST, 'Stop…', id), confirm: stopQuestion(send) };
  switch (stateOf(send)) {
    case 'scheduled':
      return [{ ...stop, ...button(STOP_LIST, 'Cancel…', id), confirm: cancelQuestion() }];
    case 'held':
      if (isWaiting(send)) return [withdrawButton(STOP_LIST, send)];
      return [
        primary(button(SEND_HELD_NOW, 'Send now', id)),
        { ...button(STOP_LIST, 'Cancel…', id), confirm: cancelQuestion() },
      ];
    case 'paused':
      return [primary(button(RESUME_LIST, 'Resume', id)), stop];
    case 'stopped':
      return list.counts.cancelled + list.counts.queued > 0 ? [button(SEND_REST, 'Send the rest…', id)] : [];
    case 'trial': {
      const rest = list.rows - list.trialRows;
      return list.isAskingForRest
        ? [primary(button(RELEASE_ROWS, `Send the other ${formatCount(rest)}`, id)), stop]
        : [stop];
    }
    default:
      return isFinished(send) ? [] : [button(PAUSE_LIST, 'Pause', id), stop];
  }
}

function primary(pressed: Button): Button {
  return { ...pressed, style: 'primary' };
}

function stopQuestion({ list: { counts } }: ListSend): ConfirmationDialog {
  return dangerQuestion(
    'Stop this list?',
    `${formatCount(counts.queued)} had not left when this was shown. Those that have not left yet never will; what has left stays left. This cannot be undone; the rest can be sent later as a new list.`,
    'Stop',
    'Go on',
  );
}

function cancelQuestion(): ConfirmationDialog {
  return dangerQuestion('Cancel this list?', 'Nothing of it has left, and nothing will.', 'Cancel the list', 'Keep it');
}
