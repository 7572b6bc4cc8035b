import { describe, expect, it } from 'vitest';
import { createExplanations, sentenceOf } from '../../../src/core/explanations/explanation.ts';
import type { DeliveryFailure, FailureReason } from '../../../src/core/explanations/failure.ts';
import { CODE_GROUPS, meaningOf, OLD_CODES } from '../../../src/kaleyra/codes/code-meanings.ts';
import { CODES } from '../../support/codes.ts';

const REASONS: readonly FailureReason[] = [
  'refused',
  'never_sent',
  'no_answer',
  'connection_lost',
  'unclear_answer',
  'missing_in_answer',
  'interrupted',
  'reported',
];

const EXPLANATIONS = createExplanations({ meaningOf });

function failure(reason: FailureReason, code?: string, text?: string): DeliveryFailure {
  return { reason, code, text };
}

function sentence(reason: FailureReason, code?: string, text?: string): string {
  return sentenceOf(EXPLANATIONS.ofFailure(failure(reason, code, text)));
}

/** Everything that can stand on a card. */
function allSentences(): string[] {
  const texts = [undefined, 'Something is off.', 'It says "no"'];
  const codes = [...CODES, ...CODE_GROUPS.flatMap(({ codes }) => Object.keys(codes)), ...Object.keys(OLD_CODES), 'X9'];
  return REASONS.flatMap((reason) =>
    [undefined, ...codes].flatMap((code) =>
      texts
        .filter((text) => code !== 'NOT_ENCODABLE' || text !== 'It says "no"')
        .map((text) => sentence(reason, code, text)),
    ),
  );
}

describe('what a card says of a failure', () => {
  it('is the code with its meaning and what to do', () => {
    expect(sentence('reported', '131026')).toBe(
      'Not delivered (131026): this number is not on WhatsApp, or cannot receive this message. Sending again will not help.',
    );
    expect(sentence('refused', 'RBC001', 'Incorrect SID or API Key.')).toBe(
      'Not sent (RBC001): Kaleyra refused the account, because the SID or the API key is not right. Your admin has to check the SID, the key, the region and the list of allowed IP addresses.',
    );
    expect(sentence('never_sent', 'ECONNREFUSED')).toBe(
      'Not sent (ECONNREFUSED): Kaleyra’s server took no connection. Nothing left, so it is safe to send again in a few minutes.',
    );
  });

  it('says how long an answer was waited for, and that it was not tried again', () => {
    const { ofFailure } = createExplanations({ meaningOf, timeoutSeconds: 15 });

    expect(ofFailure(failure('no_answer', 'TIMEOUT'))).toEqual({
      meaning: 'Kaleyra did not answer in 15 s',
      fixableBy: 'nobody',
      again: 'may_double',
      passages: [
        { text: 'Kaleyra did not answer in 15 s. The message ' },
        { text: 'may have been sent', isWarning: true },
        {
          text: '. It was not tried again, so nobody gets it twice. A delivery report may still tell. Otherwise ask the recipient before you send it again.',
        },
      ],
      quotesProvider: false,
    });
    expect(sentence('no_answer')).toMatch(/^Kaleyra did not answer in time\. The message may have been sent\. /);
  });

  it('promises no delivery report when none will come', () => {
    expect(sentenceOf(EXPLANATIONS.ofFailure(failure('interrupted'), false))).toBe(
      'The bot was stopped before Kaleyra’s answer came. The message may have been sent. It was not tried again, so nobody gets it twice. Ask the recipient before you send it again.',
    );
  });

  it.each(['connection_lost', 'unclear_answer', 'missing_in_answer', 'interrupted'] as const)(
    'never calls a message unsent when nobody knows: %s',
    (reason) => {
      const explanation = EXPLANATIONS.ofFailure(failure(reason, 'RBC001'));
      const sentence = sentenceOf(explanation);

      expect(explanation.again).toBe('may_double');
      expect(sentence).toContain(
        '(RBC001). The message may have been sent. It was not tried again, so nobody gets it twice.',
      );
      expect(sentence).not.toContain('Not sent');
    },
  );

  it('quotes Kaleyra for a code that nobody knows, on one line and cut', () => {
    expect(sentence('refused', 'E777', 'Sender is\n "asleep".')).toBe(
      'Not sent (E777): Kaleyra refused it and says “Sender is ’asleep’”. Show this to your admin before sending again.',
    );
    expect(sentence('reported', '999999', 'x'.repeat(500))).toContain(`says “${'x'.repeat(199)}…”. Sending again`);
    expect(sentence('reported', '999999')).toBe(
      'Not delivered (999999): Kaleyra gave no reason. Sending again cannot double it, but may fail the same way.',
    );
    expect(sentence('refused')).toBe(
      'Not sent: Kaleyra refused it and gave no reason. Show this to your admin before sending again.',
    );
  });

  it('begins with Kaleyra’s words where one code stands for many causes', () => {
    expect(sentence('refused', 'E13001', 'WhatsApp Number is mandatory')).toBe(
      'Not sent (E13001): Kaleyra says “WhatsApp Number is mandatory”. Kaleyra could not use something that it was given. Fix what Kaleyra names, then send again.',
    );
    expect(sentence('reported', '131026', 'Message undeliverable')).not.toContain('undeliverable');
  });

  it.each([
    'Template my_new_template does not exist or is not approved.',
    'For type template/mediatemplate, template_name is mandatory and cannot be empty!',
    'to number is not valid',
    'params count does not match',
  ])('names no cause of its own for a code that stands for many: %s', (words) => {
    for (const code of ['E424', 'E13001']) {
      const [said, ours] = sentence('refused', code, words).split('”. ');

      expect(said).toBe(`Not sent (${code}): Kaleyra says “${words.replace(/\.$/, '')}`);
      expect(ours?.split('. ')[0]).not.toMatch(/template|value|number|sender|account/i);
    }
  });

  it('gives our own encoder’s sentence as it is', () => {
    expect(sentence('never_sent', 'NOT_ENCODABLE', 'Take the "quote" out of “Name”. Then send again.')).toBe(
      'Not sent: Take the "quote" out of “Name”. Then send again.',
    );
  });

  it('is always whole sentences in plain words', () => {
    const all = allSentences();

    expect(all.length).toBeGreaterThan(1000);
    expect(all.filter((text) => !text.endsWith('.') || /\.\.|\. ?\.|: [,.;]|undefined|[<>*_`]{2}/.test(text))).toEqual(
      [],
    );
    const forbidden = /\b(invalid|payload|endpoint|exception|null|error|oops|failed to|please try)\b/i;
    expect(all.filter((text) => forbidden.test(text))).toEqual([]);
  });
});
