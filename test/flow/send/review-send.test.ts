import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { TextNote } from '../../../src/core/template/template.ts';
import type { Log } from '../../../src/flow/ports/log.ts';
import type { Draft } from '../../../src/flow/ports/store/drafts.ts';
import type { FindOptedOut } from '../../../src/flow/rules/opted-out.ts';
import type { FindQuietWaits } from '../../../src/flow/rules/quiet-waits.ts';
import { type ComposeInput, createReviewSend } from '../../../src/flow/send/review-send.ts';
import { createShowRequest } from '../../../src/flow/send/show-request.ts';
import { createKaleyra } from '../../../src/kaleyra/provider.ts';
import { createScrubber } from '../../../src/logging/scrub.ts';
import { createNumbering } from '../../../src/numbering/numbering.ts';
import { naughtyText } from '../../support/naughty.ts';
import { NO_CHECKS, NO_QUIET_HOURS } from '../../support/rules.ts';
import { BOOKING, phone } from '../../support/sends.ts';
import { memoryLog } from '../../support/slack.ts';

const QUIET: Log = { debug() {}, info() {}, warn() {}, error() {} };
const SENDER = phone('+919800000000');
const provider = createKaleyra({
  origin: 'http://127.0.0.1:1',
  sid: 'HXIN1783361374IN',
  apiKey: 'A1b2c3d4e5f6',
  timeoutMs: 100,
  maxInFlight: 1,
  callback: undefined,
  log: QUIET,
});
afterAll(() => provider.close());

const drafts = new Map<string, Draft>();
const scrubber = createScrubber([]);
const NEEDS = {
  catalogue: { find: (name: string) => (name === BOOKING.name ? BOOKING : undefined) },
  loadNumbering: async () => createNumbering(undefined),
  provider,
  drafts: { save: async (id: string, draft: Draft) => void drafts.set(id, draft) },
  findRepeats: async () => [],
  checkRules: NO_CHECKS,
  findOptedOut: async () => ({ numbers: [], mayBeExcepted: false }),
  findOutsideTeam: async () => [],
  findQuietWaits: NO_QUIET_HOURS,
  mode: 'live' as const,
  senders: [SENDER],
  reportsExpected: true,
  newDraftId: randomUUID,
  concealment: scrubber,
  log: QUIET,
};
const review = createReviewSend(NEEDS);

const FILLED: ComposeInput = {
  teamId: 'T1',
  actorId: 'U1',
  channelId: 'C1',
  responseUrl: undefined,
  parentId: undefined,
  choice: { kind: 'listed', name: 'booking_confirm', language: 'en' },
  values: { param_1: 'Asha', param_2: 'BK-77', param_url: 'abc' },
  recipients: '+91 98765 43210, +919876543211\n919876543210',
  sender: undefined,
};

async function reviewed(change: Partial<ComposeInput> = {}, with_ = review) {
  const result = await with_({ ...FILLED, ...change });
  if (!result.ok) throw new Error(result.failure.map((problem) => problem.sentence).join(' '));
  return result.value;
}

async function problems(change: Partial<ComposeInput>, with_ = review) {
  const result = await with_({ ...FILLED, ...change });
  return result.ok ? [] : result.failure.map(({ field, sentence }) => `${field}: ${sentence}`);
}

describe('a review', () => {
  it('shows what the request says, to whom and from where', async () => {
    const { preview, recipients, sender } = await reviewed();

    expect(preview.body).toBe('Hello Asha, your booking *BK-77* is confirmed.');
    expect(preview.buttons[0]).toMatchObject({ label: 'View', target: 'https://example.com/login/abc' });
    expect(recipients.map(({ international, country }) => `${international}, ${country}`)).toEqual([
      '+91 98765 43210, India',
      '+91 98765 43211, India',
    ]);
    expect(sender).toBe(SENDER);
  });

  it('is drawn from the request that leaves, not from what was typed', async () => {
    const altered = createReviewSend({
      ...NEEDS,
      provider: {
        ...provider,
        decode: (request) => {
          const leaving = provider.decode(request);
          return { ...leaving, message: { ...leaving.message, parameters: ['Somebody', 'else'] } };
        },
      },
    });

    const { preview, order } = await reviewed({}, altered);

    expect(preview.body).toBe('Hello Somebody, your booking *else* is confirmed.');
    expect(order.message.parameters).toEqual(['Somebody', 'else']);
  });

  it('asks for at least one number', async () => {
    expect(await problems({ recipients: ' , \n' })).toEqual([expect.stringMatching(/^recipients: Add at least one/)]);
  });

  it('says how many would wait for the end of quiet hours, of those who get it', async () => {
    const until = new Date('2026-11-30T02:30:00Z');
    const findQuietWaits: FindQuietWaits = (_, regions) => [{ region: 'IN', messages: regions.length, until }];
    const numbers = [phone('+919876543210')];
    const quietOf = async (change: { readonly findOptedOut?: FindOptedOut }) =>
      (await reviewed({}, createReviewSend({ ...NEEDS, findQuietWaits, ...change }))).quietWaits;

    expect(await quietOf({})).toEqual([{ region: 'IN', messages: 2, until }]);
    expect(await quietOf({ findOptedOut: async () => ({ numbers, mayBeExcepted: false }) })).toMatchObject([
      { messages: 1 },
    ]);
    expect(await quietOf({ findOptedOut: async () => ({ numbers, mayBeExcepted: true }) })).toMatchObject([
      { messages: 2 },
    ]);
  });

  it('shows one slash where one was typed behind another, as it is sent', async () => {
    const { preview, request } = await reviewed({ values: { ...FILLED.values, param_url: '/abc' } });

    expect(preview.buttons[0]).toMatchObject({ target: 'https://example.com/login/abc' });
    expect(request.fields).toContainEqual(['param_url', 'abc']);
  });

  it('warns of a flagged template, and of media that are a page', async () => {
    const template = { ...BOOKING, status: 'FLAGGED', header: { format: 'image', example: undefined } } as const;
    const with_ = createReviewSend({ ...NEEDS, catalogue: { find: () => template } });

    const { notes } = await reviewed(
      {
        recipients: '+919876543210',
        values: { ...FILLED.values, media_url: 'https://www.dropbox.com/s/a/b.png?dl=0' },
      },
      with_,
    );

    expect([...notes.first, ...notes.warnings]).toEqual([
      expect.stringMatching(/^booking_confirm was flagged by WhatsApp because people blocked or reported it/),
      'The link to the header image opens a page of Dropbox, not the file, so WhatsApp cannot show it. Use https://www.dropbox.com/s/a/b.png?raw=1',
    ]);
  });

  it.each([
    ['some said no', [phone('+919876543211')], false, 1],
    ['the only one said no and may be excepted', [phone('+919876543210')], true, 0],
  ])('says who of its people said no, and leaves them in: %s', async (_, numbers, mayBeExcepted, others) => {
    const with_ = createReviewSend({ ...NEEDS, findOptedOut: async () => ({ numbers, mayBeExcepted }) });

    const recipients = ['+919876543210', '+919876543211'].slice(0, others + 1).join('\n');
    const { notes, optedOut, order } = await reviewed({ recipients }, with_);

    expect(optedOut).toEqual({ numbers, mayBeExcepted });
    expect(notes.first).toEqual([expect.stringContaining(`•••• ${numbers[0]?.slice(-4)}`)]);
    expect(order.recipients).toHaveLength(others + 1);
  });

  it.each([
    ['+919876543210', /^recipients: •••• 3210 said no to such messages/],
    ['+919876543210\n+919876543211', /^recipients: All of them said no to such messages/],
  ])('is none where everybody said no: %s', async (recipients, sentence) => {
    const numbers = recipients.split('\n').map(phone);
    const with_ = createReviewSend({ ...NEEDS, findOptedOut: async () => ({ numbers, mayBeExcepted: false }) });

    expect(await problems({ recipients }, with_)).toEqual([expect.stringMatching(sentence)]);
  });

  it('goes out from the sender that was chosen', async () => {
    const other = phone('+919800000001');
    const with_ = createReviewSend({ ...NEEDS, senders: [SENDER, other] });

    expect((await reviewed({ sender: other }, with_)).sender).toBe(other);
  });

  it('says nothing of people who said no where nobody did', async () => {
    const review = await reviewed();

    expect('optedOut' in review).toBe(false);
    expect(review.notes.first).toEqual([]);
  });

  const fails = () => Promise.reject(new Error('away'));
  const neverEnds = () => new Promise<never>(() => undefined);

  it.each([
    ['the draft is not saved', { drafts: { save: fails } }, 'draft not saved'],
    ['saving the draft takes too long', { drafts: { save: neverEnds } }, 'the ledger is slow to save a draft'],
    ['who said no is not found', { findOptedOut: fails }, 'draft not saved'],
    ['the quotas are not found', { checkRules: fails }, 'quotas not looked up'],
    ['looking up the quotas takes too long', { checkRules: neverEnds }, 'the ledger is slow to look up quotas'],
  ])('is none, and the log says so, when %s', async (_, away, line) => {
    const log = memoryLog();

    const said = await problems({}, createReviewSend({ ...NEEDS, ...away, log }));

    expect(said).toEqual([expect.stringMatching(/^template: Messages cannot be recorded right now/)]);
    expect(log.lines.map(({ level, message }) => `${level} ${message}`)).toEqual([`error ${line}`]);
  });

  it.each([
    ['trial', 'Trial: no message is sent.'],
    ['team', 'Team mode: only the team’s numbers get messages, at most 50 a day.'],
  ] as const)('says first that not everything leaves: %s', async (mode, sentence) => {
    const { notes } = await reviewed({}, createReviewSend({ ...NEEDS, mode }));

    expect(notes.first).toEqual([sentence]);
  });

  it.each([
    ['refused', 'template: The rules say no.'],
    ['over_quota', 'recipients: The rules say no.'],
  ] as const)('is none where the rules say no: %s', async (kind, problem) => {
    const said = { approval: [], mayBreakGlass: false };
    const checkRules = async () => ({ kind, sentence: 'The rules say no.', said });

    expect(await problems({}, createReviewSend({ ...NEEDS, checkRules }))).toEqual([problem]);
  });

  it('drops a number that was entered twice, and says so', async () => {
    const { order, notes } = await reviewed();

    expect(order.recipients).toEqual(['+919876543210', '+919876543211']);
    expect(notes.warnings).toContain('+91 98765 43210 was entered more than once; it gets one message.');
  });

  it('is remembered as the draft that the confirmation sends', async () => {
    const { draftId, order } = await reviewed({ responseUrl: 'https://hooks.slack.com/x' });

    expect(drafts.get(draftId)).toEqual({ order, responseUrl: 'https://hooks.slack.com/x' });
  });

  it('keeps what was typed out of the log while it is under way, good or bad, and no longer', async () => {
    const seen: string[] = [];
    const watched = createReviewSend({
      ...NEEDS,
      loadNumbering() {
        seen.push(scrubber.scrubText('to Asha, BK-77, abcde'));
        return NEEDS.loadNumbering();
      },
    });

    await problems({ values: { param_1: 'Asha', param_2: '  BK-77\n', param_url: 'abcde' }, recipients: '' }, watched);
    await problems({ choice: { kind: 'by_name', name: 'x', params: 'Asha\r\nBK-77\nabcde' }, values: {} }, watched);

    expect(seen).toEqual(['to ••••, ••••, ••••', 'to ••••, ••••, ••••']);
    expect(scrubber.scrubText('to Asha')).toBe('to Asha');
  });

  it('says every problem at once, each at its own input', async () => {
    const found = await problems({ values: { param_1: 'Asha' }, recipients: '98765, hello' });

    expect(found.map((one) => one.split(':')[0]).sort()).toEqual(['param_2', 'param_url', 'recipients', 'recipients']);
    expect(found.join(' ')).toContain('“98765”');
    expect(found.join(' ')).toContain('“hello”');
  });

  it('asks for a template first, and for another one when it is gone', async () => {
    expect(await problems({ choice: undefined })).toEqual([expect.stringMatching(/^template: Choose a template/)]);
    expect(await problems({ choice: { kind: 'listed', name: 'old', language: 'en' } })).toEqual([
      'template: old is no longer in the list of templates. Choose another one.',
    ]);
  });

  it('refuses a template that is paused, and says why', async () => {
    const paused = createReviewSend({ ...NEEDS, catalogue: { find: () => ({ ...BOOKING, status: 'PAUSED' }) } });

    expect(await problems({}, paused)).toEqual([
      'template: booking_confirm is paused by WhatsApp because too many people blocked or reported it, so it cannot be sent now. Choose another template. A pause ends by itself after 3 or 6 hours; a third one disables the template.',
    ]);
  });

  it('names the character that Kaleyra cannot carry, at the input that holds it', async () => {
    const listed = await problems({ values: { ...FILLED.values, param_2: 'BK"77' } });
    const byName = await problems({ choice: { kind: 'by_name', name: 'x', params: 'one\nBK"77' } });

    expect(listed).toEqual([expect.stringMatching(/^param_2: .*"/)]);
    expect(byName).toEqual([expect.stringMatching(/^params: .*"/)]);
  });

  it.each([
    ['half an emoji', 'a\ud83d', 'U+D83D'],
    ['the other half', '\udc00b', 'U+DC00'],
    ['a NUL character', 'a\0b', 'U+0000'],
    ['a separator of paragraphs', 'a\u2029b', 'line break'],
  ])('says what is wrong at the input that holds %s', async (_, text, named) => {
    const values = { param_1: 'Asha', param_2: text, param_url: 'abc' };
    const link = { ...values, param_2: 'BK-77', param_url: text };

    expect(await problems({ values })).toEqual([expect.stringMatching(/^param_2: ./)]);
    expect((await problems({ values: link })).map((one) => one.split(':')[0])).toEqual(['param_url']);
    expect(await problems({ choice: { kind: 'by_name', name: 'x', params: `one\n${text}` } })).toEqual([
      expect.stringMatching(new RegExp(`^params: .*(${named.replace('+', '\\+')}|line break)`)),
    ]);
  });

  it('answers whatever is typed wherever it is typed, and offers nothing that cannot leave', async () => {
    await fc.assert(
      fc.asyncProperty(naughtyText, naughtyText, fc.boolean(), async (text, other, isByName) => {
        const values = { param_1: text, param_2: other, param_url: text };
        const choice = isByName ? ({ kind: 'by_name', name: other, params: text } as const) : FILLED.choice;
        const sent = await review({
          ...FILLED,
          values,
          choice,
          recipients: `+91 98765 43210, ${other}`,
          sender: undefined,
        });
        const alone = await review({ ...FILLED, values: { ...values, param_2: 'BK-77', param_url: 'abc' } });

        const answers = [sent, alone];
        for (const { failure } of answers.filter((one) => !one.ok))
          expect(failure.every(({ sentence }) => sentence.length > 10)).toBe(true);
        const leaving = answers.filter((one) => one.ok).flatMap(({ value }) => value.order.message.parameters);
        expect(leaving.filter((parameter) => /[\p{Cs}\0]/u.test(parameter))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('says above all that the text is not the file’s, and last that it was not compared', async () => {
    const notesWith = async (textNote: TextNote) => {
      const catalogue = { find: () => ({ ...BOOKING, textNote }) };
      return (await reviewed({}, createReviewSend({ ...NEEDS, catalogue }))).notes;
    };

    expect((await notesWith({ kind: 'only_in_file', why: 'other_languages' })).first).toEqual([
      expect.stringContaining('in other languages only'),
    ]);
    expect((await notesWith({ kind: 'not_compared', parts: ['body'] })).remarks).toEqual([
      'Text from the file, not compared with the approved one.',
      expect.stringContaining('taps “Stop”'),
    ]);
  });

  it('says that everybody gets the same name, and to one recipient nothing of it', async () => {
    const several = await reviewed();
    const one = await reviewed({ recipients: '+919876543210' });

    expect(several.notes.warnings[0]).toBe('All 2 people get the same words: Guest = Asha, Booking number = BK-77');
    expect(one.notes.warnings).toEqual([]);
  });

  it('says so when a template is sent by name and nothing can be checked', async () => {
    const { notes, preview, order } = await reviewed({
      choice: { kind: 'by_name', name: 'promo', params: 'one\ntwo' },
    });

    expect(preview).toMatchObject({ body: undefined, parameters: ['one', 'two'] });
    expect(order.template).toBeUndefined();
    expect(notes.first.join(' ')).toContain('do not have this template’s text');
  });

  it.each(['', '__proto__', '919800000000', 'Support', '+91 98'])(
    'takes “%s” for no sender, never for the first one',
    async (sender) => {
      expect(await problems({ sender })).toEqual(['sender: This sender is not set up any more. Choose another one.']);
    },
  );

  it('refuses a sender that is not set up, and the sender as a recipient', async () => {
    expect(await problems({ sender: '+15550001111' })).toEqual([
      'sender: This sender is not set up any more. Choose another one.',
    ]);
    expect(await problems({ recipients: '+919800000000' })).toEqual([expect.stringMatching(/^recipients: /)]);
  });

  it('asks whether digits behind a number are part of it', async () => {
    expect(await problems({ recipients: '+62812345678 2' })).toEqual([
      'recipients: “+62812345678 2” can be read in two ways. Is the 2 part of the number? Take it out, or write the number in one piece.',
    ]);
  });

  it('tells when a number goes out in another form than it was typed in', async () => {
    const { recipients, notes } = await reviewed({ recipients: 'https://wa.me/553187654321\n+62812345678.0' });

    expect(recipients.map(({ number }) => number)).toEqual(['+5531987654321', '+62812345678']);
    expect(notes.warnings.slice(-2)).toEqual([
      expect.stringContaining('+55 31 98765 4321'),
      expect.stringContaining('+62 812 345 678'),
    ]);
  });

  it('says that nothing can leave when it cannot be remembered', async () => {
    const broken = createReviewSend({ ...NEEDS, drafts: { save: () => Promise.reject(new Error('disk full')) } });

    expect(await problems({}, broken)).toEqual([
      expect.stringMatching(/^template: Messages cannot be recorded right now/),
    ]);
  });
});

describe('a review of people whose numbers the person has not read', () => {
  const hidden = (recipients: string) => ({ recipients, areRecipientsHidden: true });

  it('masks them in everything that it shows, and keeps them in what leaves', async () => {
    const { draftId, notes, order, recipients } = await reviewed(hidden('+919876543210\n+919876543211\n+919876543210'));
    const showRequest = createShowRequest({
      drafts: { load: async (id) => drafts.get(id) },
      provider,
      recipientsPerRequest: 100,
    });
    const shown = JSON.stringify([recipients.map(({ international }) => international), notes]);
    const request = await showRequest(draftId, 'U1');

    expect(shown).toContain('•••• 3210');
    expect(shown).not.toContain('98765');
    expect(request?.request.fields).toContainEqual(['to', '•••• 3210,•••• 3211']);
    expect(order.recipients).toEqual(['+919876543210', '+919876543211']);
    expect(drafts.get(draftId)?.order.recipients).toEqual(order.recipients);
  });

  it('quotes none of them when one cannot get the message', async () => {
    expect(await problems(hidden(`+919876543210\n${SENDER}`))).toEqual([
      expect.stringMatching(/^recipients: Line 2: “•••• 0000” is the number that this message is sent from/),
    ]);
  });

  it('asks for a choice when there is nobody among them', async () => {
    expect(await problems(hidden(''))).toEqual([
      'recipients: Nobody would get this message. Choose who gets it again.',
    ]);
  });
});
