import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_STATUSES, type DeliveryStatus } from '../../../src/core/send/delivery/status.ts';
import {
  type AgainScope,
  againCounts,
  againRecipients,
  againScopes,
  againWarning,
  safeScope,
} from '../../../src/core/send/send-again.ts';
import { EXPLANATIONS } from '../../support/cards.ts';
import { deliveryAt, failure } from '../../support/sends.ts';

/** A status, or a code that says why it did not arrive. */
type Ending = DeliveryStatus | '131026' | '131047';

function deliveries(...endings: readonly Ending[]) {
  return endings.map((ending, position) =>
    /^\d+$/.test(ending)
      ? deliveryAt(position, { status: 'failed', failure: failure({ code: ending }) })
      : deliveryAt(position, { status: ending as DeliveryStatus }),
  );
}

function ends(scope: AgainScope | undefined, ...endings: readonly Ending[]): string[] {
  return againRecipients(deliveries(...endings), scope, EXPLANATIONS).map((number) => number.slice(-4));
}

function countsOf(...endings: readonly Ending[]) {
  return againCounts(deliveries(...endings), EXPLANATIONS);
}

function warning(scope: AgainScope | undefined, ...endings: readonly Ending[]): string | undefined {
  return againWarning(scope, deliveries(...endings), EXPLANATIONS);
}

describe('sending again', () => {
  it.each<[string, readonly Ending[], readonly AgainScope[], AgainScope | undefined]>([
    ['some failed: to them, or to everybody', ['failed', 'read'], ['missed', 'all'], 'missed'],
    ['nobody got it', ['failed', 'rejected', 'cancelled'], ['missed'], 'missed'],
    [
      'some failed and some are unknown',
      ['failed', 'unknown', 'read'],
      ['missed', 'missed_and_unknown', 'all'],
      'missed',
    ],
    ['of nobody is known', ['unknown', 'unknown'], ['missed_and_unknown'], undefined],
    ['everybody got it', ['delivered', 'read'], ['all'], undefined],
    ['it is on its way to everybody', ['accepted', 'sent'], ['all'], undefined],
    ['it helps some and others not', ['failed', '131026'], ['missed', 'all_missed'], 'missed'],
    ['it will not help', ['131026'], ['all_missed'], undefined],
    [
      'it will not help, and others are unknown',
      ['131026', 'unknown'],
      ['missed_and_unknown', 'all_missed'],
      undefined,
    ],
  ])('is offered in the safest order, and chosen only when it is safe: %s', (_, endings, scopes, chosen) => {
    expect(againScopes(countsOf(...endings))).toEqual(scopes);
    expect(safeScope(countsOf(...endings))).toBe(chosen);
  });

  it('goes to whom it says, in the order of the send', () => {
    const all = ['failed', 'unknown', 'read', 'rejected', '131026'] as const;

    expect(ends('missed', ...all)).toEqual(['1111', '4444']);
    expect(ends('missed_and_unknown', ...all)).toEqual(['1111', '2222', '4444']);
    expect(ends('all_missed', ...all)).toEqual(['1111', '4444', '5555']);
    expect(ends('all', ...all)).toEqual(['1111', '2222', '3333', '4444', '5555']);
    expect(ends(undefined, ...all)).toEqual([]);
  });

  it('warns of everybody who may get it twice, and of nobody else', () => {
    expect(warning('missed', 'failed', 'unknown', 'read')).toBeUndefined();
    expect(warning('missed_and_unknown', 'failed', 'unknown', 'read')).toBe(
      '1 recipient may have it already: nobody knows whether it arrived. Ask first. Anyone who has it will get it twice.',
    );
    expect(warning('all', 'queued', 'read', 'delivered')).toBe(
      'For 1 recipient it still waits to be sent. 2 recipients got it already. Anyone who has it will get it twice.',
    );
  });

  it('says “got it” only of what is on the phone', () => {
    expect(warning('all', 'accepted', 'sent')).toBe(
      'For 2 recipients it is on its way: Kaleyra has it. Anyone who has it will get it twice.',
    );
    expect(warning('all', 'accepted', 'delivered')).toContain('1 recipient got it already.');
  });

  it('says for whom it will not help, and why', () => {
    expect(warning('all_missed', 'failed', '131026', '131026')).toMatch(
      /^For 2 recipients sending again will not help: this number is not on WhatsApp/,
    );
    expect(warning(undefined, '131026')).toContain('sending again will not help');
    expect(warning('missed', 'failed', '131026')).toBeUndefined();
  });

  it('will not help where they said no', () => {
    const gone = [
      deliveryAt(0, { status: 'cancelled', cancelReason: 'opted_out' }),
      deliveryAt(1, { status: 'cancelled' }),
    ];

    expect(againCounts(gone, EXPLANATIONS)).toEqual({ missed: 1, useless: 1, unknown: 0, all: 2 });
    expect(againWarning('all_missed', gone, EXPLANATIONS)).toBe(
      'For 1 recipient sending again will not help: they said no to such messages.',
    );
  });

  it('says how many other reasons there are for which it will not help, and the first one shortly', () => {
    const words = 'A long reason of Kaleyra. '.repeat(20);
    const useless = (...codes: readonly string[]) =>
      codes.map((code, position) =>
        deliveryAt(position, { status: 'failed', failure: failure({ code, text: words }) }),
      );
    const EXPLAIN = {
      ofFailure: ({ code = '' }: { readonly code: string | undefined }) => ({
        ...EXPLANATIONS.ofFailure(failure({ code: '131026' })),
        meaning: `${code} ${words}`,
      }),
    };
    const said = (...codes: readonly string[]) => againWarning('all_missed', useless(...codes), EXPLAIN) ?? '';

    expect(said('1', '1')).toMatch(/^For 2 recipients sending again will not help: 1 A long reason/);
    expect(said('1', '1')).toHaveLength('For 2 recipients sending again will not help: .'.length + 160);
    expect(said('1', '2')).toMatch(/…, and 1 more reason\.$/);
    expect(said('1', '2', '3')).toMatch(/…, and 2 more reasons\.$/);
  });

  it('gives a reason of 160 signs whole', () => {
    const words = 'w'.repeat(160);
    const EXPLAIN = { ofFailure: () => ({ ...EXPLANATIONS.ofFailure(failure({ code: '131026' })), meaning: words }) };

    expect(againWarning('all_missed', deliveries('131026'), EXPLAIN)).toContain(`will not help: ${words}.`);
  });

  it('counts in thousands as people write them', () => {
    const many = Array.from({ length: 1_200 }, () => 'read' as const);

    expect(warning('all', ...many)).toContain('1,200 recipients got it already.');
  });

  it('knows of a failure without a reason nothing that speaks against it', () => {
    const all = [deliveryAt(0, { status: 'failed', failure: undefined })];

    expect(againCounts(all, EXPLANATIONS)).toEqual({ missed: 1, useless: 0, unknown: 0, all: 1 });
  });

  it('never chooses for the person what may double a message or is of no use', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<Ending>(...ALL_STATUSES, '131026'), { minLength: 1 }), (endings) => {
        const scope = safeScope(countsOf(...endings));
        const chosen = ends(scope, ...endings);
        const safe = deliveries(...endings).filter(
          ({ status, failure: why }) => ['failed', 'rejected', 'cancelled'].includes(status) && why?.code !== '131026',
        );

        expect(chosen).toEqual(safe.map(({ recipient }) => recipient.slice(-4)));
        expect(againScopes(countsOf(...endings)).length).toBeGreaterThan(0);
        if (scope !== undefined) expect(againScopes(countsOf(...endings))[0]).toBe(scope);
      }),
    );
  });
});
