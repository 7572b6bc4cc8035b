import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { errorsPage } from '../../../docs/errors-page.ts';
import { createExplanations, sentenceOf } from '../../../src/core/explanations/explanation.ts';
import type { DeliveryFailure, FailureReason } from '../../../src/core/explanations/failure.ts';
import { CODE_GROUPS, meaningOf, OLD_CODES } from '../../../src/kaleyra/codes/code-meanings.ts';

const KALEYRA = 'E424 E13001 RBC001 E110 WAV2101 WA400 WA401 WA500 E600 E800 E801 E802 E803 E804 E805 E900 E999';
const META = `131026 131047 470 131049 131050 131051 131053 131052 131056 131048 471 131042 131045 131037 131031 368 130497
  131021 131008 131009 131000 131016 131057 135000 130429 80007 4 130472 131064 131063 132000 2000 132001 2001 2003 132005
  132007 132008 132012 132015 132016 132018 100 132068 132069 190 0 3 10 200 210 299`;
const HTTP =
  'HTTP_301 HTTP_400 HTTP_401 HTTP_402 HTTP_403 HTTP_404 HTTP_413 HTTP_421 HTTP_424 HTTP_429 HTTP_503 HTTP_415 429 401';
const NETWORK = `ECONNREFUSED ECONNRESET ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH ETIMEDOUT UND_ERR_CONNECT_TIMEOUT
  TIMEOUT UND_ERR_SOCKET DEPTH_ZERO_SELF_SIGNED_CERT ERR_TLS_CERT_ALTNAME_INVALID CERT_HAS_EXPIRED EPROTO NOT_ENCODABLE
  UNABLE_TO_VERIFY_LEAF_SIGNATURE SELF_SIGNED_CERT_IN_CHAIN`;
const CODES = [KALEYRA, META, HTTP, NETWORK].join(' ').split(/\s+/);

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
    expect(sentence('reported', '999999', 'x'.repeat(500))).toContain(`says “${'x'.repeat(200)}…”. Sending again`);
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

  it.each(CODES)('knows %s', (code) => {
    expect(meaningOf(code)).toBeDefined();
  });

  it('knows an old code by what it is called today, and a code in any case', () => {
    expect(meaningOf('470')).toBe(meaningOf('131047'));
    expect(meaningOf('2003')).toBe(meaningOf('132001'));
    expect(meaningOf(' rbc001 ')).toBe(meaningOf('RBC001'));
    expect(Object.entries(OLD_CODES).filter(([, today]) => meaningOf(today) === undefined)).toEqual([]);
  });

  it.each(['constructor', '__proto__', 'toString', '', 'E42', '13102', 'HTTP_'])('knows nothing of “%s”', (code) => {
    expect(meaningOf(code)).toBeUndefined();
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

  it('never offers to send again at once what may arrive twice or cannot help', () => {
    for (const { codes } of CODE_GROUPS) {
      for (const [code, { again, step }] of Object.entries(codes)) {
        expect(`${code}: ${again === 'useless' && /(is|then) safe to send/.test(step)}`).toBe(`${code}: false`);
      }
    }
  });
});

describe('docs/errors.md', () => {
  it('is what npm run docs writes', async () => {
    expect(await readFile(new URL('../../../docs/errors.md', import.meta.url), 'utf8')).toBe(errorsPage());
  });

  it('has a line for every code', () => {
    const doc = errorsPage();
    const missing = CODES.filter(
      (code) => !/^(E[689]|HTTP_|2\d\d$|\d{3}$|CERT|DEPTH|ERR_|EPROTO|UNABLE|SELF)/.test(code),
    );

    expect(missing.filter((code) => !doc.includes(`| ${code} |`))).toEqual([]);
  });
});
