import type { PhoneNumber } from '../../../src/core/recipients/phone-number.ts';
import { codeMessage } from '../../../src/core/rules/number-code.ts';
import type { NewSend } from '../../../src/flow/ports/store/accept-send.ts';
import { templateOf } from '../../support/slack.ts';
import { newSend, type SendChange } from '../opened-ledger.ts';

/** Carries a code, and nothing else. */
export const CODE_TEMPLATE = templateOf({
  name: 'team_code',
  category: 'AUTHENTICATION',
  body: { text: 'Your code is {{1}}.', parameters: [{ name: '1', label: 'Code', example: undefined }] },
});

/** The send of a code to one number, asked for by U1. */
export function codeSend(id: string, number: PhoneNumber, change: SendChange = {}): NewSend {
  const message = codeMessage(CODE_TEMPLATE);
  if (!message.ok) throw new Error(message.failure);
  return newSend(id, {
    ...change,
    order: { template: CODE_TEMPLATE, message: message.value, recipients: [number], ...change.order },
    batches: [{ token: `${id}-token`, recipients: [number] }],
  });
}
