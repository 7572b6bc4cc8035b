import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freeText } from '../../../src/core/template/message/free-text.ts';
import type { OutgoingMessage, TemplateMessage } from '../../../src/core/template/message/message.ts';
import { callbackParameters } from '../../../src/kaleyra/callback/address.ts';
import { decodeRequest, encodeRequest } from '../../../src/kaleyra/request/request.ts';
import { unseenText } from '../../support/naughty.ts';
import { BOOKING, outgoing, phoneNumber } from '../kaleyra-client.ts';

const NO_CALLBACK = { url: undefined, ref: undefined };

function fieldsOf(message: OutgoingMessage, callback = NO_CALLBACK as Parameters<typeof encodeRequest>[1]) {
  const encoded = encodeRequest(message, callback);
  return encoded.ok ? encoded.value.fields : expect.fail(JSON.stringify(encoded.failure));
}

function problemsOf(message: Partial<TemplateMessage>) {
  const encoded = encodeRequest(outgoing(message), NO_CALLBACK);
  return encoded.ok ? [] : encoded.failure;
}

describe('a request to Kaleyra', () => {
  it('has the fields of its page, in that order', () => {
    const message = outgoing({ urlSuffixes: ['login/{kadvanced}', 'sample/{kadvanced}'] });

    const fields = fieldsOf(message, { url: 'https://bot.example/kaleyra/status/s', ref: undefined });

    expect(fields).toEqual([
      ['to', '919811111111,919822222222'],
      ['type', 'mediatemplate'],
      ['params', '"John","Doe"'],
      ['template_name', 'booking_confirm'],
      ['channel', 'whatsapp'],
      ['from', '919800000000'],
      ['param_url', 'login/{kadvanced}'],
      ['second_param_url', 'sample/{kadvanced}'],
      ['callback_url', 'https://bot.example/kaleyra/status/s'],
    ]);
  });

  it('carries what other pages have for headers, coupons, payloads and languages', () => {
    const message = outgoing({
      language: 'en',
      headerText: 'Hello',
      media: { format: 'document', url: 'https://cdn.example/a.pdf' },
      coupon: { code: '250OFF', buttonIndex: 2 },
      payloads: ['yes', '', 'stop'],
    });

    const fields = Object.fromEntries(fieldsOf(message, { url: undefined, ref: 'token-1' }));

    expect(fields).toMatchObject({
      lang_code: 'en',
      param_header: 'Hello',
      media_url: 'https://cdn.example/a.pdf',
      media_type: 'document',
      coupon_code: '"250OFF"',
      coupon_code_index: '2',
      payload1: 'yes',
      payload3: 'stop',
      ref: 'token-1',
    });
    expect(fields).not.toHaveProperty('payload2');
  });

  it('leaves out every field without a value', () => {
    const fields = fieldsOf(outgoing({ parameters: [], kind: 'text' }, ['+919811111111']));

    expect(fields).toEqual([
      ['to', '919811111111'],
      ['type', 'template'],
      ['template_name', 'booking_confirm'],
      ['channel', 'whatsapp'],
      ['from', '919800000000'],
    ]);
  });

  it('quotes a single value too, and keeps its commas', () => {
    const fields = Object.fromEntries(fieldsOf(outgoing({ parameters: ['Doe, John'] })));

    expect(fields['params']).toBe('"Doe, John"');
  });
});

describe('a value that Kaleyra cannot carry', () => {
  it.each([
    ['"', 'Value 2 has a straight quote ("), which Kaleyra cannot carry. Use “ and ”, or ’, instead.'],
    ['\\', 'Value 2 has a backslash (\\), which Kaleyra cannot carry. Use / instead, or leave it out.'],
    ['\n', 'Value 2 has a line break, which WhatsApp does not take. Put it on one line.'],
    ['\t', 'Value 2 has a tab, which WhatsApp does not take. Use a space instead.'],
    ['\u0007', 'Value 2 has a character that cannot be seen (U+0007). Delete it or type the value again.'],
    ['\ud800', 'Value 2 has a character that cannot be seen (U+D800). Delete it or type the value again.'],
  ])('is refused under its own field with what to type instead: %j', (character, sentence) => {
    const problems = problemsOf({ parameters: ['John', `a${character}b`] });

    expect(problems).toEqual([{ field: 'param_2', sentence }]);
  });

  it('is told in one go for all fields, each character once', () => {
    const problems = problemsOf({
      parameters: ['"John"', 'Doe\\"'],
      headerText: 'a\r\nb',
      urlSuffixes: ['a\u0000', 'b\u2028'],
      coupon: { code: '2"5', buttonIndex: 0 },
      payloads: ['', 'a\tb'],
    });

    expect(problems.map(({ field }) => field)).toEqual([
      'param_1',
      'param_2',
      'param_header',
      'param_url',
      'second_param_url',
      'coupon_code',
      'payload_2',
    ]);
    expect(problems.map(({ sentence }) => sentence.split(' has ')[0])).toEqual([
      'Value 1',
      'Value 2',
      'The header value',
      'The first link',
      'The second link',
      'The code to copy',
      'Payload 2',
    ]);
    expect(problems[1]?.sentence).toMatch(/backslash.*straight quote/);
    expect(problems[0]?.sentence.match(/straight quote/g)).toHaveLength(1);
  });

  it('may hold a quote where no list is made of it', () => {
    expect(problemsOf({ headerText: 'The "best" \\o/', payloads: ['{"id":1}'] })).toEqual([]);
  });

  it('is one of a third link or a fourth payload', () => {
    const problems = problemsOf({ urlSuffixes: ['a', 'b', 'c'], payloads: ['a', 'b', 'c', 'd'] });

    expect(problems.map(({ field }) => field)).toEqual(['second_param_url', 'payload_4']);
  });
});

/** Text with what lists, CSV, JSON and multipart trip over, so that most of it is worth the try. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({
    unit: fc.constantFrom(',', '","', '"', '\\', ' ', "'", '[', ']', '{', 'é', '😀', '\n', '\r', '--', 'a', '\ufeff'),
    maxLength: 12,
  }),
);
const filled = text.filter((value) => value !== '');

/** No gap at the end: what follows the last value is not a value. */
function upTo(most: number) {
  return fc.array(text, { maxLength: most }).map((values) => {
    return values.slice(0, values.findLastIndex((value) => value !== '') + 1);
  });
}

const anyOutgoing: fc.Arbitrary<OutgoingMessage> = fc.record({
  message: fc.record({
    template: fc.constantFrom(BOOKING.template, 'x'),
    language: fc.option(fc.constantFrom('en', 'en_US', 'hi'), { nil: undefined }),
    kind: fc.constantFrom('text', 'rich'),
    headerText: fc.option(filled, { nil: undefined }),
    media: fc.option(fc.record({ format: fc.constantFrom('image', 'video', 'document'), url: filled }), {
      nil: undefined,
    }),
    parameters: fc.array(text, { maxLength: 6 }),
    urlSuffixes: upTo(2),
    coupon: fc.option(fc.record({ code: filled, buttonIndex: fc.nat(9) }), { nil: undefined }),
    payloads: upTo(3),
  }),
  sender: fc.constant(phoneNumber('+919800000000')),
  recipients: fc.uniqueArray(
    fc.integer({ min: 1_000_000, max: 999_999_999 }).map((n) => phoneNumber(`+${n}`)),
    {
      minLength: 1,
      maxLength: 5,
    },
  ),
});

/** How Kaleyra may read `params`: its pages fit all three. */
const SERVER_PARSERS = {
  'a CSV line, as str_getcsv reads it': parseCsvLine,
  'a JSON list without brackets': (line: string) => JSON.parse(`[${line}]`) as string[],
  'a split on "," between the outer quotes': (line: string) => line.slice(1, -1).split('","'),
};

function parseCsvLine(line: string): string[] {
  const values: string[] = [];
  let value = '';
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const sign = line.charAt(at);
    if (sign === '"' && isQuoted && line.charAt(at + 1) === '"') {
      value += '"';
      at += 1;
    } else if (sign === '"') {
      isQuoted = !isQuoted;
    } else if (sign === ',' && !isQuoted) {
      values.push(value);
      value = '';
    } else {
      value += sign;
    }
  }
  return [...values, value];
}

describe('any message that is accepted for encoding', () => {
  it.each(Object.entries(SERVER_PARSERS))('gives its values back to %s', (_, parse) => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), (parameters) => {
        const encoded = encodeRequest(outgoing({ parameters }), NO_CALLBACK);
        if (!encoded.ok) return;
        accepted += 1;

        const line = new Map(encoded.value.fields).get('params') ?? '';

        expect(parse(line)).toEqual(parameters);
      }),
      { numRuns: 3_000 },
    );
    expect(accepted).toBeGreaterThan(200);
  });

  it('is read back as it was, so that the preview is the request', () => {
    let accepted = 0;
    fc.assert(
      fc.property(anyOutgoing, (message) => {
        const encoded = encodeRequest(message, NO_CALLBACK);
        if (!encoded.ok) return;
        accepted += 1;

        expect(decodeRequest(encoded.value)).toEqual(message);
      }),
      { numRuns: 3_000 },
    );
    expect(accepted).toBeGreaterThan(200);
  });

  it('is refused only for a value that a reader could misread', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), (parameters) => {
        const isRefused = !encodeRequest(outgoing({ parameters }), NO_CALLBACK).ok;

        expect(isRefused).toBe(parameters.some((value) => /["\\\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(value)));
      }),
    );
  });
});

describe('a request that was not written here', () => {
  it('is not guessed at', () => {
    expect(() => decodeRequest({ fields: [['to', '91 98']] })).toThrow('not a phone number');
  });
});

describe('the address for delivery reports', () => {
  const url = 'https://bot.example/kaleyra/status/secret';

  it.each([
    ['query', { url: `${url}?t=token-1`, ref: undefined }],
    ['ref', { url, ref: 'token-1' }],
    ['off', { url, ref: undefined }],
  ] as const)('carries the token as the account allows: %s', (tokenRides, expected) => {
    expect(callbackParameters({ url, tokenRides }, 'token-1')).toEqual(expected);
  });

  it('is left out when none is configured or none is asked for', () => {
    expect(callbackParameters(undefined, 'token-1')).toEqual(NO_CALLBACK);
    expect(callbackParameters({ url, tokenRides: 'query' }, undefined)).toEqual(NO_CALLBACK);
  });
});

describe('a text of one’s own', () => {
  const answer = (text: string): OutgoingMessage => ({ ...outgoing(), message: freeText(text) });

  it('has the fields of Kaleyra’s page for texts, and nothing of a template', () => {
    expect(fieldsOf(answer('Yes, come at ten.'), { url: 'https://bot.example/kaleyra/status/s', ref: 'r' })).toEqual([
      ['to', '919811111111,919822222222'],
      ['type', 'text'],
      ['channel', 'whatsapp'],
      ['from', '919800000000'],
      ['body', 'Yes, come at ten.'],
      ['callback_url', 'https://bot.example/kaleyra/status/s'],
      ['ref', 'r'],
    ]);
  });

  it('is read back as it left, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4_096 }), (typed) => {
        const message = answer(typed);
        const encoded = encodeRequest(message, NO_CALLBACK);
        if (encoded.ok) expect(decodeRequest(encoded.value)).toEqual(message);
      }),
    );
  });

  it('may have several lines, tabs and quotes', () => {
    expect(fieldsOf(answer('“Yes”, "really"\r\nat\t10\\11'))).toContainEqual(['body', '“Yes”, "really"\nat\t10\\11']);
  });

  it.each([
    [
      'a character that cannot be seen',
      'a\u0007b',
      'The text has a character that cannot be seen (U+0007). Delete it or type the value again.',
    ],
    ['too many characters', 'x'.repeat(4_097), 'The text is longer than WhatsApp’s 4,096 characters. Shorten it.'],
    ['nothing', ' \n ', 'Write what they should read.'],
  ])('is refused for %s', (_, text, sentence) => {
    const encoded = encodeRequest(answer(text), NO_CALLBACK);
    expect(encoded).toEqual({ ok: false, failure: [{ field: 'text', sentence }] });
  });

  it('is refused where nobody would see anything of it', () => {
    fc.assert(
      fc.property(unseenText, (text) => {
        const failure = [{ field: 'text', sentence: 'Write what they should read.' }];
        expect(encodeRequest(answer(text), NO_CALLBACK)).toEqual({ ok: false, failure });
      }),
    );
  });
});
