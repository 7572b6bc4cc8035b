import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../../../src/core/send/delivery/outcome.ts';
import { settle } from '../../../../src/core/send/delivery/settlement.ts';

const ASHA = { deliveryId: 'd1', digits: '919876543210' };
const BEN = { deliveryId: 'd2', digits: '919876543211' };

function accepted(
  messageIds: Readonly<Record<string, string>>,
  refused: Readonly<Record<string, { code: string | undefined; text: string }>> = {},
): SendOutcome {
  return {
    kind: 'accepted',
    messageIds: new Map(Object.entries(messageIds)),
    refused: new Map(Object.entries(refused)),
    warning: undefined,
  };
}

describe('the answer to a batch', () => {
  it('gives each delivery its own message ID', () => {
    const settled = settle([ASHA, BEN], accepted({ [BEN.digits]: 'm:1', [ASHA.digits]: 'm:0' }));

    expect(settled).toEqual([
      { deliveryId: 'd1', status: 'accepted', messageId: 'm:0', failure: undefined },
      { deliveryId: 'd2', status: 'accepted', messageId: 'm:1', failure: undefined },
    ]);
  });

  it('leaves a recipient that it does not name unknown: absence is no proof', () => {
    const [, ben] = settle([ASHA, BEN], accepted({ [ASHA.digits]: 'm:0' }));

    expect(ben).toMatchObject({ status: 'unknown', messageId: undefined, failure: { reason: 'missing_in_answer' } });
  });

  it('rejects a recipient that it refuses by name, with its words', () => {
    const [, ben] = settle(
      [ASHA, BEN],
      accepted({ [ASHA.digits]: 'm:0' }, { [BEN.digits]: { code: 'E419', text: 'Blocked' } }),
    );

    expect(ben).toMatchObject({ status: 'rejected', failure: { reason: 'refused', code: 'E419', text: 'Blocked' } });
  });

  it('believes a message ID more than a refusal of the same recipient', () => {
    const [asha] = settle(
      [ASHA],
      accepted({ [ASHA.digits]: 'm:0' }, { [ASHA.digits]: { code: undefined, text: 'No' } }),
    );

    expect(asha).toMatchObject({ status: 'accepted', messageId: 'm:0' });
  });

  it('gives one message ID to one delivery, even when two go to the same number', () => {
    const again = { ...ASHA, deliveryId: 'd3' };

    const settled = settle([ASHA, again], accepted({ [ASHA.digits]: 'm:0' }));

    expect(settled).toMatchObject([
      { deliveryId: 'd1', status: 'accepted', messageId: 'm:0' },
      { deliveryId: 'd3', status: 'unknown', messageId: undefined, failure: { reason: 'missing_in_answer' } },
    ]);
  });

  it('leaves the second of two to one number unknown, whatever is refused for that number beside its message ID', () => {
    const again = { ...ASHA, deliveryId: 'd3' };
    const both = accepted({ [ASHA.digits]: 'm:0' }, { [ASHA.digits]: { code: 'E419', text: 'Blocked' } });

    expect(settle([ASHA, again], both).map(({ status }) => status)).toEqual(['accepted', 'unknown']);
  });

  it('says nothing of numbers that were not asked for', () => {
    const settled = settle([ASHA], accepted({ [ASHA.digits]: 'm:0', [BEN.digits]: 'm:1' }));

    expect(settled).toHaveLength(1);
  });

  it.each([
    [{ kind: 'rejected', code: 'E424', text: 'No template' }, 'rejected', 'refused'],
    [
      { kind: 'never_sent', code: 'ECONNREFUSED', text: undefined, mayRetry: false, retryAfterMs: undefined },
      'rejected',
      'never_sent',
    ],
    [{ kind: 'unknown', reason: 'no_answer', code: undefined, text: undefined }, 'unknown', 'no_answer'],
    [{ kind: 'unknown', reason: 'connection_lost', code: 'ECONNRESET', text: undefined }, 'unknown', 'connection_lost'],
  ] as const)('holds for all recipients when it is %j', (outcome, status, reason) => {
    const settled = settle([ASHA, BEN], outcome);

    expect(settled).toMatchObject([
      { deliveryId: 'd1', status, messageId: undefined, failure: { reason, code: outcome.code } },
      { deliveryId: 'd2', status, messageId: undefined, failure: { reason, code: outcome.code } },
    ]);
  });

  it('settles every delivery once, in order, and uses no message ID twice', () => {
    const digits = fc.constantFrom('911', '912', '913', '914');
    const refusal = fc.record({ code: fc.constant(undefined), text: fc.constant('No') });

    fc.assert(
      fc.property(
        fc.array(digits),
        fc.dictionary(digits, fc.uuid()),
        fc.dictionary(digits, refusal),
        (numbers, messageIds, refused) => {
          const deliveries = numbers.map((number, index) => ({ deliveryId: `d${index}`, digits: number }));

          const settled = settle(deliveries, accepted(messageIds, refused));

          expect(settled.map(({ deliveryId }) => deliveryId)).toEqual(deliveries.map(({ deliveryId }) => deliveryId));
          const given = settled.flatMap(({ messageId }) => messageId ?? []);
          expect(new Set(given).size).toBe(given.length);
          expect(settled.every(({ status, messageId }) => (status === 'accepted') === (messageId !== undefined))).toBe(
            true,
          );
        },
      ),
    );
  });
});
