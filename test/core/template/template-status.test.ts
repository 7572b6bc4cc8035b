import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTemplateCategory } from '../../../src/core/template/category.ts';
import { obstacleTo, warningOf } from '../../../src/core/template/sendability.ts';
import { readTemplateStatus, TEMPLATE_STATUSES, unknownWord } from '../../../src/core/template/status.ts';
import { templateOf } from '../../support/slack.ts';

function statusOf(word: string) {
  const status = readTemplateStatus(word);
  if (status === undefined) throw new Error(`${word} is no word.`);
  return templateOf({ name: 'booking_confirm', status });
}

const WORDS = Object.values(TEMPLATE_STATUSES).flatMap(({ words }) => words);
/** The same word as others write it. */
const SPELLINGS: readonly ((word: string) => string)[] = [
  (word) => word,
  (word) => word.toLowerCase(),
  (word) => word.replaceAll('_', ' '),
  (word) => ` ${word.toLowerCase().replaceAll('_', '-')} `,
  (word) => word.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
  (word) => `${word.charAt(0)}${word.slice(1).toLowerCase()}`.replaceAll('_', ' – '),
];

describe('a word for a template’s status', () => {
  it.each(['APPROVED', 'REINSTATED', 'UNARCHIVED', 'Active – High quality'])('lets it be sent: %s', (word) => {
    expect(obstacleTo(statusOf(word))).toBeUndefined();
    expect(warningOf(statusOf(word))).toBeUndefined();
  });

  it.each([
    ['PENDING', 'waits for approval', 'booking_confirm waits for approval'],
    ['In review', 'waits for approval', 'booking_confirm waits for approval'],
    ['IN_APPEAL', 'rejected, appeal under way', 'its owner has appealed'],
    ['REJECTED', 'rejected by WhatsApp', 'was rejected by WhatsApp, so'],
    ['Submission Rejected', 'rejected by WhatsApp', 'was rejected by WhatsApp, so'],
    ['PAUSED', 'paused by WhatsApp', 'is paused by WhatsApp'],
    ['DISABLED', 'disabled by WhatsApp', 'was disabled by WhatsApp'],
    ['LIMIT_EXCEEDED', 'over the account’s limit', 'is one more than WhatsApp allows'],
    ['PENDING_DELETION', 'being deleted', 'is being deleted at WhatsApp'],
    ['DELETED', 'deleted', 'was deleted at WhatsApp'],
    ['ARCHIVED', 'archived', 'is archived at WhatsApp'],
  ])('keeps it back and says why: %s', (word, short, why) => {
    expect(obstacleTo(statusOf(word))?.short).toBe(short);
    expect(obstacleTo(statusOf(word))?.sentence).toContain(why);
    expect(obstacleTo(statusOf(word))?.instead).toMatch(/^Choose another template/);
  });

  it('lets a flagged one be sent with a warning', () => {
    expect(obstacleTo(statusOf('FLAGGED'))).toBeUndefined();
    expect(warningOf(statusOf('FLAGGED'))).toContain('was flagged by WhatsApp because people blocked or reported it');
  });

  it('is the same word in any case and spacing', () => {
    for (const word of WORDS) {
      const plain = readTemplateStatus(word);
      expect(SPELLINGS.map((spell) => readTemplateStatus(spell(word)))).toEqual(SPELLINGS.map(() => plain));
      expect(unknownWord(plain ?? 'UNKNOWN ')).toBeUndefined();
    }
  });

  it('keeps the template back when nobody knows it, and quotes it', () => {
    expect(obstacleTo(statusOf('Enlightened'))).toMatchObject({
      short: 'status not known',
      sentence: 'booking_confirm has the status “Enlightened”, which is not known here, so it is not sent.',
    });
  });

  it('never frees a template unless it is in the table, and never carries a number', () => {
    const known = new Set(WORDS.map((word) => word.replaceAll('_', '')));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constant('call +919876543210')), (word) => {
        fc.pre(!known.has(word.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '')));
        const status = readTemplateStatus(word);
        expect(status === undefined).toBe(!/[\p{L}\p{N}]/u.test(word));
        expect(status === undefined || obstacleTo(templateOf({ name: 'x', status })) !== undefined).toBe(true);
        expect(status ?? '').not.toMatch(/\d{7}/);
      }),
    );
    expect(readTemplateStatus(`a${'𝒜'.repeat(30)}`)).toBe(`UNKNOWN a${'𝒜'.repeat(19)}`);
  });
});

describe('a word for a template’s category', () => {
  it.each([
    ['UTILITY', 'UTILITY'],
    ['marketing', 'MARKETING'],
    ['Authentication', 'AUTHENTICATION'],
    ['OTP', 'AUTHENTICATION'],
    ['One-time password', 'AUTHENTICATION'],
    ['ONE_TIME_PASSWORDS', 'AUTHENTICATION'],
    ['TRANSACTIONAL', 'UTILITY'],
    ['ISSUE_RESOLUTION', 'UTILITY'],
    ['issue resolution', 'UTILITY'],
    ['ACCOUNT_UPDATE', 'UTILITY'],
    ['ALERT_UPDATE', 'UTILITY'],
    ['APPOINTMENT_UPDATE', 'UTILITY'],
    ['AUTO_REPLY', 'UTILITY'],
    ['PAYMENT_UPDATE', 'UTILITY'],
    ['PERSONAL_FINANCE_UPDATE', 'UTILITY'],
    ['RESERVATION_UPDATE', 'UTILITY'],
    ['SHIPPING_UPDATE', 'UTILITY'],
    ['TICKET_UPDATE', 'UTILITY'],
    ['TRANSPORTATION_UPDATE', 'UTILITY'],
    ['NEWS', undefined],
  ])('is one of today’s three: %s', (word, category) => {
    expect(readTemplateCategory(word)).toBe(category);
  });
});
