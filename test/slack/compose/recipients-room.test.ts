import { describe, expect, it } from 'vitest';
import { inputFor, startSlack, textsIn } from '../../support/slack.ts';
import { recipientOf, reviewOf, slackNeeds } from '../../support/slack-needs.ts';

/** The review of a list of so many numbers, as they are written in India. */
async function reviewedList(count: number): Promise<string> {
  const numbers = Array.from({ length: count }, (_, at) => `+91 98765 ${String(43_000 + at)}`);
  const review = reviewOf({ recipients: numbers.map((number) => recipientOf(number.replaceAll(' ', ''))) });
  const slack = await startSlack(slackNeeds({ review }).needs);
  await slack.command('/whatsapp-send booking_confirm');
  await slack.submit({ recipients: numbers.join('\n') });
  expect(slack.view.callback_id).toBe('whatsapp_send_review');
  return textsIn(slack.view.blocks);
}

describe('how many recipients the form has room for', () => {
  it('is said at the field before anything is typed', async () => {
    const slack = await startSlack(slackNeeds().needs);

    await slack.command('/whatsapp-send');

    expect(inputFor(slack.view, 'recipients')?.hint?.text).toContain('About 190 numbers fit');
  });

  it('is said in the review, with how many were read and the last of them, when the field was full', async () => {
    expect(await reviewedList(187)).toContain(
      'The recipients field is full: 187 numbers were read, and the last one is +919876543186. If your list goes on, send to the others afterwards.',
    );
  });

  it('is not said while another number would have fitted', async () => {
    expect(await reviewedList(180)).not.toContain('field is full');
  });
});
