import { describe, expect, it } from 'vitest';
import { createWriteResults } from '../../../src/flow/list/results-file.ts';
import type { RowResult } from '../../../src/flow/ports/store/lists/list-results.ts';
import { EXPLANATIONS } from '../../support/cards.ts';
import { phone, sendOf } from '../../support/sends.ts';

const SEND = { id: 'S1', actorId: 'U1', parentId: undefined };
/** U2 sent the rest of it. */
const REST = { id: 'S2', actorId: 'U2', parentId: 'S1' };

function resultOf(row: number, change: Partial<RowResult> = {}): RowResult {
  return {
    deliveryId: `S1.${row}`,
    row,
    recipient: phone(`+9198450${10_000 + row}`),
    status: 'delivered',
    failure: undefined,
    messageId: `uuid:${row}`,
    changedAt: new Date('2026-11-28T14:02:00Z'),
    ...change,
  };
}

/** Results in pages of two. */
function writerOf(all: readonly RowResult[]) {
  return createWriteResults({
    explanations: EXPLANATIONS,
    lookup: { findHead: async (id) => (id === SEND.id ? sendOf(SEND) : undefined) },
    results: {
      async results(_, __, from) {
        const next = from + 2;
        return { results: all.slice(from, next), next: next < all.length ? next : undefined };
      },
    },
  });
}

describe('the results of a list', () => {
  it('have every row of every page, in the order of the sheet, with its reason', async () => {
    const failure = { reason: 'reported', code: '131026', text: undefined } as const;
    const rows = [resultOf(2), resultOf(3), resultOf(7, { status: 'failed', failure }), resultOf(8), resultOf(9)];

    const csv = await writerOf(rows)(SEND, { teamId: 'T1', channelId: 'C1', actorId: 'U1' });

    const lines = csv?.split('\r\n') ?? [];
    expect(lines[0]).toBe('\ufeffrow,phone,status,reason,message ID,time (UTC)');
    expect(lines.slice(1, -1).map((line) => line.split(',')[0])).toEqual(['2', '3', '7', '8', '9']);
    expect(lines[3]).toMatch(/^7,'\+919845010007,not delivered,.*\(131026\).*,uuid:7,2026-11-28 14:02:00$/);
  });

  it('show a colleague the last four digits', async () => {
    const csv = await writerOf([resultOf(2)])(SEND, { teamId: 'T1', channelId: 'C1', actorId: 'U2' });

    expect(csv).toContain('•••• 0002');
    expect(csv).not.toContain('9845010002');
  });

  it('show the last four digits to who sent the rest of a colleague’s list', async () => {
    const csv = await writerOf([resultOf(2)])(REST, { teamId: 'T1', channelId: 'C1', actorId: 'U2' });

    expect(csv).toContain('•••• 0002');
    expect(csv).not.toContain('9845010002');
  });

  it('say of a row that was delivered after a failure only that it was delivered', async () => {
    const failure = { reason: 'reported', code: '131026', text: undefined } as const;

    const csv = await writerOf([resultOf(2, { failure })])(SEND, { teamId: 'T1', channelId: 'C1', actorId: 'U1' });

    expect(csv).toContain('delivered,,uuid:2');
  });

  it.each([
    ['stopped', 'stopped before it left'],
    ['opted_out', 'opted out'],
  ] as const)('say of a row that was cancelled why: %s', async (cancelReason, words) => {
    const row = resultOf(2, { status: 'cancelled', messageId: undefined, cancelReason });

    const csv = await writerOf([row])(SEND, { teamId: 'T1', channelId: 'C1', actorId: 'U1' });

    expect(csv).toContain(`cancelled,${words},,`);
  });
});
