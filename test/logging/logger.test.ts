import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLogging, type Logging } from '../../src/logging/logger.ts';
import { naughtyText } from '../support/naughty.ts';

const KEY = 'Ab12cd34ef56';
const CASES = Number(process.env['LOG_CASES'] ?? 1_000);

interface Written extends Logging {
  readonly lines: string[];
  /** The line that tells this. */
  tell(data: object, message?: string): string;
}

function written(): Written {
  const lines: string[] = [];
  const logging = createLogging({
    level: 'debug',
    secrets: [KEY, 'sign/ing+secret'],
    output: { write: (line) => void lines.push(line) },
  });
  const tell = (data: object, message = 'told') => {
    logging.log.info(data, message);
    return lines.at(-1) ?? '';
  };
  return { ...logging, lines, tell };
}

describe('the log', () => {
  it.each([
    ['nested', { a: { b: { c: '+919876543210' } } }],
    ['an array', { to: ['919876543210', '+91 98765 43210'] }],
    ['a number', { to: 919876543210, next: true }],
    ['a name', { errors: { '919876543210': 'refused' } }],
    ['an error', { err: new Error('could not send to 919876543210: refused') }],
    ['the cause of an error', { err: new Error('refused', { cause: new Error('no 919876543210') }) }],
    ['a URL', { url: new URL('https://x.example/cb?mobile=919876543210&id=1') }],
    ['a URL with its plus encoded', { url: '/cb?mobile=%2B919876543210' }],
    ['brackets and dots', { text: '(+91) 98765.43210' }],
  ])('masks a phone number in %s', (_, data) => {
    const line = written().tell(data);

    expect(line.replaceAll(/\D/g, '')).not.toContain('9876543210');
    expect(JSON.parse(line)).toMatchObject({ msg: 'told' });
  });

  it('masks a phone number and a secret in a sentence of our own too', () => {
    const line = written().tell({}, `could not send to 919876543210 with ${KEY}`);

    expect(line).toMatch(/could not send to •••• 3210 with ••••"/);
  });

  it('leaves the last four digits of a phone number, however it is written', () => {
    expect(written().tell({}, 'could not send to +91 (98765) 43 2 1 0.')).toContain('could not send to •••• 3210.');
  });

  it('leaves the last four digits of a phone number whatever stands around and between them', () => {
    const notation = fc.record({
      number: fc.stringMatching(/^[1-9]\d{6,14}$/),
      // The code points of zero in several scripts.
      zero: fc.constantFrom(0x30, 0x30, 0x0966, 0x0660, 0xff10),
      groups: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 }),
      between: fc
        .array(fc.constantFrom(...' .-()/+\t\u00a0\u202f\u2009–‑−\u200e'), { maxLength: 4 })
        .map((signs) => signs.join('')),
      before: fc.constantFrom('', 'to ', '(+', '"', 'mobile=', 'no.', 'wa.me/', '\n', '\u202a+'),
      after: fc.constantFrom('', ' x', ')', '"', '.', '@c.us', '\n', '\u202c'),
      spelled: fc.constantFrom<(text: string) => string>(String, encodeURIComponent, (text) =>
        JSON.stringify({ text }).replaceAll('\u202a', '\\u202a'),
      ),
    });
    fc.assert(
      fc.property(notation, ({ number, zero, groups, between, before, after, spelled }) => {
        const pieces = groups.map((length, at) => {
          const from = groups.slice(0, at).reduce((sum, one) => sum + one, 0);
          return number.slice(from, at === groups.length - 1 ? undefined : from + length);
        });
        const grouped = pieces.filter((piece) => piece !== '').join(between);
        // These are spared: they are an IP address or a time more often.
        fc.pre(!/^1[6-9]\d{11}$|^(?:\d{1,3}\.){3}\d{1,3}$/.test(grouped));
        const typed = grouped.replaceAll(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
        const text = spelled(`${before}${typed}${after}`);

        const said = JSON.parse(written().tell({ text })).text.replaceAll(
          /%[\dA-F]{2}(?:%[89AB][\dA-F])*|\\u[\da-f]{4}/g,
          '',
        );

        expect(said.replaceAll(/\P{Nd}/gu, '').length, `${text} as ${said}`).toBeLessThanOrEqual(4);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['the key', { headers: { 'Api-Key': KEY } }],
    ['the key in the middle of something', { detail: `a${KEY}b` }],
    ['a secret that a form encodes', { body: `a=${encodeURIComponent('sign/ing+secret')}` }],
    ['a Slack token', { err: 'Bearer xoxb-123-abc-DEF failed' }],
    ['a response_url', { response_url: 'https://hooks.slack.com/commands/T1/2/abc' }],
    [
      'what a library hangs on an error',
      { err: Object.assign(new Error('x'), { config: { key: 'xoxb-123-abc-DEF' } }) },
    ],
  ])('hides %s', (_, data) => {
    expect(written().tell(data)).not.toMatch(/Ab12cd34ef56|sign%2F|xoxb|hooks\.slack/);
  });

  it.each([
    ['a message ID', '9a5483d1-40d8-48b9-88f7-e00000000ea1:1'],
    ['a time in milliseconds', 1_763_800_000_123],
    ['a Slack ts', '1763800000.123456'],
    ['an ISO time', '2026-11-22T16:20:00.000Z'],
    ['an address with its port', '127.0.0.1:54321'],
    ['an address in a sentence', 'connect ECONNREFUSED 192.168.100.255:5432, no 10.0.0.1.'],
    ['a send ID', '01JD3V7Q2ZK8T5N4M3P2R1S0W9'],
    ['yes and no', true],
    ['nothing', null],
  ])('spares %s', (_, value) => {
    expect(JSON.parse(written().tell({ value }))).toMatchObject({ value });
  });

  it('tells of an error what it is, its code and its causes', () => {
    const cause = Object.assign(new TypeError('no route'), { code: 'EHOSTUNREACH' });

    expect(JSON.parse(written().tell({ err: new Error('lost', { cause }) }))).toMatchObject({
      err: {
        type: 'Error',
        message: 'lost',
        stack: expect.stringContaining('logger.test'),
        cause: { code: 'EHOSTUNREACH' },
      },
    });
  });

  it('tells of an error nothing else that a library hung on it', () => {
    const response = { headers: { via: 'canary-proxy' }, body: 'canary-body' };
    const error = Object.assign(new Error('refused', { cause: Object.assign(new Error('why'), { response }) }), {
      response,
    });

    expect(written().tell({ err: error })).not.toContain('canary');
    expect(written().tell({ nested: [{ error }] })).not.toContain('canary');
  });

  it('leaves no number of seven digits or more in any data', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{6,14}$/), fc.jsonValue(), (number, other) => {
        fc.pre(!/^1[6-9]\d{11}$/.test(number));

        const line = written().tell({ other, text: `to ${number}.`, [number]: Number(number) });

        expect(line.replace(/"time":\d+/, '')).not.toContain(number);
        JSON.parse(line);
      }),
    );
  });

  it('leaves of WhatsApp’s own message IDs nothing that has the number, and tells them apart', () => {
    const bytes = fc.uint8Array({ minLength: 4, maxLength: 24 });
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{7,14}$/), bytes, bytes, fc.boolean(), (number, before, after, isUrl) => {
        const ids = [after, [...after, 0]].map(
          (rest) =>
            `wamid.${Buffer.from([...before, ...Buffer.from(number), ...rest]).toString(isUrl ? 'base64url' : 'base64')}`,
        );
        const lines = ids.map((messageId) => written().tell({ messageId, err: new Error(`no ${messageId}, again`) }));

        for (const [index, line] of lines.entries()) {
          const { messageId, err } = JSON.parse(line);
          const fingerprint = createHash('sha256')
            .update(ids[index] ?? '')
            .digest('hex')
            .slice(0, 12);
          expect(messageId).toBe(`wamid.•••• ${fingerprint}`);
          expect(err.message).toBe(`no ${messageId}, again`);
          expect(err.stack).not.toContain(ids[index]?.slice('wamid.'.length));
        }
        expect(lines[0]?.replace(/"time":\d+/, '')).not.toBe(lines[1]?.replace(/"time":\d+/, ''));
      }),
    );
  });

  it('leaves no WhatsApp message ID readable whose blanks and signs a URL encodes', () => {
    const id = 'wamid.HBgMOTE5ODc2NTQzMjEwFQIAERgSMTIzNDU2Nzg5MEFCQ0RFRjAxAA==';

    const line = written().tell(
      { url: `/cb?id=${encodeURIComponent(id)}&status=read`, key: `(${id}, sent)` },
      `lost ${id}.`,
    );

    expect(line).not.toMatch(/HBg|OTE5/);
    expect(JSON.parse(line)).toMatchObject({
      url: expect.stringMatching(/&status=read$/),
      msg: expect.stringMatching(/\.$/),
    });
  });

  it.each([
    ['circular', () => circular()],
    [
      'a getter that throws',
      () => ({
        get broken() {
          throw new Error('no');
        },
      }),
    ],
    [
      'data that refuses to be listed',
      () =>
        new Proxy(
          {},
          {
            ownKeys: () => {
              throw new Error('no');
            },
          },
        ),
    ],
    ['a date that is none', () => ({ at: new Date(Number.NaN) })],
    ['a number beyond all', () => ({ n: Number.NaN, m: 10n ** 30n })],
    ['a symbol and a function', () => ({ s: Symbol('x'), f: () => 1 })],
    ['a million entries', () => ({ list: Array.from({ length: 1_000_000 }, () => 'x') })],
    ['a text of ten megabytes', () => ({ text: 'x '.repeat(5_000_000) })],
    ['the names of a line', () => ({ level: 'trace', time: 1, msg: 'another', __proto__: null })],
  ])('says its sentence and stays short whatever the data is: %s', (_, data) => {
    const line = written().tell(data());

    expect(JSON.parse(line)).toMatchObject({ level: 'info', time: expect.any(Number), msg: 'told' });
    expect(line.length).toBeLessThan(50_000);
  });
});

function circular(): object {
  const circle: Record<string, unknown> = {};
  for (let index = 0; index < 10; index += 1) circle[`self${index}`] = circle;
  return circle;
}

describe('a value that somebody typed', () => {
  it('is hidden while it is recent, and the oldest goes first', () => {
    const { scrubber, tell } = written();
    scrubber.remember(['Asha "the boss"', 'BK-7781']);

    const line = tell({
      err: new Error('for Asha "the boss", BK-7781'),
      raw: JSON.stringify({ to: 'Asha "the boss"' }),
    });
    scrubber.remember(Array.from({ length: 499 }, (_, index) => `value ${index}`));

    expect(line).not.toMatch(/Asha|7781/);
    expect(JSON.parse(tell({ a: 'Asha "the boss"', b: 'BK-7781' }))).toMatchObject({ a: 'Asha "the boss"', b: '••••' });
  });

  it('is the newest again when it comes again', () => {
    const { scrubber, tell } = written();
    scrubber.remember(['Asha Rao']);
    scrubber.remember(Array.from({ length: 300 }, (_, index) => `early ${index}`));
    scrubber.remember(['Asha Rao']);
    scrubber.remember(Array.from({ length: 300 }, (_, index) => `later ${index}`));

    expect(JSON.parse(tell({ a: 'for Asha Rao', b: 'early 0' }))).toMatchObject({ a: 'for ••••', b: 'early 0' });
  });

  it('is hidden while its request is under way, and no longer', async () => {
    const { scrubber, tell } = written();
    const during = await scrubber.during(['Zebulon'], async () => tell({ a: 'to Zebulon' }));

    expect(during).toContain('"a":"to ••••"');
    expect(tell({ a: 'to Zebulon' })).toContain('to Zebulon');
  });

  it.each([
    ['as it is', 'for Asha Rao.'],
    ['in JSON', JSON.stringify({ text: 'hi\nAsha Rao' })],
    ['in a URL', `https://x.example/?name=${encodeURIComponent('Asha Rao')}`],
    ['in a form', 'name=Asha+Rao&x=1'],
    ['behind an encoded quote', encodeURIComponent('"Asha Rao"')],
    ['between other signs', '_Asha Rao_'],
  ])('is hidden %s', (_, text) => {
    const { scrubber, tell } = written();
    scrubber.remember(['Asha', 'Asha Rao']);

    expect(tell({ text })).not.toMatch(/Asha|Rao/);
  });

  it.each([
    ['hooks.slack.com', 'https://hooks.slack.com/commands/T1/2/abc'],
    ['xoxb-123', 'Bearer xoxb-123-abc-DEF'],
    ['Ab12cd34', 'key Ab12cd34ef56.'],
    ['98765432', 'to 919876543210'],
    ['BK-9876543210', 'for BK-9876543210'],
    ['tax Asha Rao', 'tax Asha Rao Devi'],
  ])('takes nothing from what hides a secret, a number or another value: %s', (value, text) => {
    const { scrubber, tell } = written();
    scrubber.remember([value, 'Rao Devi']);

    expect(JSON.parse(tell({ text })).text).toMatch(/^(?:Bearer |key |to |for |)••••(?: \d{4})?\.?$/);
  });

  it('leaves an ID alone that has its letters inside', () => {
    const { scrubber, tell } = written();
    scrubber.remember(['1795', 'info']);

    expect(JSON.parse(tell({ id: '9a541795-40d8-48b9-88f7-e00000000ea1:1', word: 'information' }))).toMatchObject({
      id: '9a541795-40d8-48b9-88f7-e00000000ea1:1',
      word: 'information',
    });
  });

  it.each([
    'true',
    'info',
    'error',
    '1795',
    'time',
    'level',
    '"level":"',
    'unknown',
    'deliveries turned unknown',
    'msg',
  ])('changes no line when it is %j', (value) => {
    const { log, scrubber, lines } = written();
    scrubber.remember([value, String(Date.now()).slice(0, 4)]);

    log.error({ isNew: true, unknown: 2, sendId: 'S1', waitMs: 1795 }, 'deliveries turned unknown');

    expect(Object.keys(JSON.parse(lines[0] ?? ''))).toEqual([
      'level',
      'time',
      'isNew',
      'unknown',
      'sendId',
      'waitMs',
      'msg',
    ]);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'error',
      time: expect.any(Number),
      isNew: true,
      unknown: 2,
      sendId: 'S1',
      waitMs: 1795,
      msg: 'deliveries turned unknown',
    });
  });

  it(`leaves every line whole, and is in none, whatever it is (${CASES} values)`, () => {
    const { log, scrubber, lines } = written();
    fc.assert(
      fc.property(naughtyText, naughtyText, (value, other) => {
        scrubber.remember([value]);
        lines.length = 0;

        log.warn(
          { said: `${other} ${value}.`, err: new Error(value), [other]: [value], isNew: true },
          'deliveries turned unknown',
        );

        const [line = '', ...more] = lines;
        expect(more).toEqual([]);
        expect(line.slice(0, -1)).not.toMatch(/[\n\r]/);
        const { said, ...rest } = JSON.parse(line);
        expect(rest).toMatchObject({
          level: 'warn',
          time: expect.any(Number),
          isNew: true,
          msg: 'deliveries turned unknown',
        });
        if (value.length >= 8 && !'••••'.includes(value)) expect(said).not.toContain(value);
      }),
      { numRuns: CASES },
    );
  }, 120_000);
});
