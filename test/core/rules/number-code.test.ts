import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeLimitOf, codeMessage, type SentCode, withCode } from '../../../src/core/rules/number-code.ts';
import type { Template } from '../../../src/core/template/template.ts';
import { templateOf } from '../../support/slack.ts';

const HOUR_MS = 3_600_000;

function template(text: string, change: Partial<Template> = {}): Template {
  return templateOf({ name: 'code', body: { text, parameters: [] }, ...change });
}

const COPY_CODE = { kind: 'copy_code', label: 'Copy code', example: undefined } as const;

describe('the message that carries a code', () => {
  it('has the code in its one value and on its copy button, and only as it leaves', () => {
    const hidden = codeMessage(template('Your code is {{1}}.', { buttons: [COPY_CODE] }));
    if (!hidden.ok) throw new Error(hidden.failure);

    expect(hidden.value).toMatchObject({ parameters: ['••••••'], coupon: { code: '••••••' }, hasCode: true });
    expect(withCode(hidden.value, '042007')).toEqual({
      ...hidden.value,
      parameters: ['042007'],
      coupon: { code: '042007', buttonIndex: 0 },
      hasCode: undefined,
    });
  });

  it.each([
    ['no value', template('Welcome.')],
    ['two values', template('Hello {{1}}, your code is {{2}}.')],
    [
      'a link to fill in',
      template('{{1}}', { buttons: [{ kind: 'url', label: 'Go', url: 'https://a.example/{{1}}', example: 'x' }] }),
    ],
    ['a picture', template('{{1}}', { header: { format: 'image', example: undefined } })],
  ])('is made of no template with %s, and says what to name instead', (_, unfit) => {
    const message = codeMessage(unfit);

    expect(message.ok).toBe(false);
    expect(!message.ok && message.failure).toMatch(/^code:en cannot carry a code: .*TEAM_CODE_TEMPLATE\.$/);
  });

  it('is made of no template that cannot be sent', () => {
    const message = codeMessage(template('{{1}}', { status: 'PAUSED' }));

    expect(!message.ok && message.failure).toMatch(/^code .*paused.*TEAM_CODE_TEMPLATE\.$/i);
  });
});

describe('how often a code is sent', () => {
  const sent = fc.record({ isOfPerson: fc.boolean(), isToNumber: fc.boolean(), ageMs: fc.nat(24 * HOUR_MS - 1) });

  it('stays within three an hour for a person and a number and five a day for a number, whatever was sent before', () => {
    fc.assert(
      fc.property(fc.array(sent, { maxLength: 14 }), (before) => {
        const count = (is: (code: SentCode) => boolean, ms: number) =>
          before.filter((code) => is(code) && code.ageMs < ms).length;
        const isFull =
          count(({ isOfPerson }) => isOfPerson, HOUR_MS) >= 3 ||
          count(({ isToNumber }) => isToNumber, HOUR_MS) >= 3 ||
          count(({ isToNumber }) => isToNumber, 24 * HOUR_MS) >= 5;

        expect(codeLimitOf(before) !== undefined).toBe(isFull);
      }),
    );
  });

  it.each([
    ['person_hour', { isToNumber: 30, isOfPerson: 10 }],
    ['number_hour', { isToNumber: 10, isOfPerson: 30 }],
  ] as const)('names the limit that holds longest: %s', (because, minutes) => {
    const codes = (is: 'isOfPerson' | 'isToNumber') =>
      Array.from({ length: 3 }, () => ({
        ...{ isOfPerson: false, isToNumber: false, ageMs: minutes[is] * 60_000 },
        [is]: true,
      }));

    expect(codeLimitOf([...codes('isOfPerson'), ...codes('isToNumber')])?.because).toBe(because);
  });

  it('goes on when it says so, and no earlier', () => {
    fc.assert(
      fc.property(fc.array(sent, { maxLength: 14 }), (before) => {
        const limit = codeLimitOf(before);
        if (limit === undefined) return;
        const later = (ms: number) => codeLimitOf(before.map((code) => ({ ...code, ageMs: code.ageMs + ms })));

        expect(later(limit.waitMs)).toBeUndefined();
        expect(later(limit.waitMs - 1)).toBeDefined();
      }),
    );
  });
});
