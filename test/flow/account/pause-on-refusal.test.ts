import { describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../../src/core/send/delivery/outcome.ts';
import { createPauseOnRefusal } from '../../../src/flow/account/pause-on-refusal.ts';
import { meaningOf } from '../../../src/kaleyra/codes/code-meanings.ts';
import { newSend, openNew } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { memoryLog } from '../../support/slack.ts';

const REFUSED: SendOutcome = { kind: 'rejected', code: 'RBC001', text: 'no balance' };
const ACCEPTED: SendOutcome = { kind: 'accepted', messageIds: new Map(), refused: new Map(), warning: undefined };

/** What is logged of these outcomes of one send. */
async function logged(...outcomes: readonly SendOutcome[]): Promise<readonly string[]> {
  const { account, ledger } = await openNew(createSqliteDatabase);
  await ledger.accept(newSend('S1'));
  const log = memoryLog();
  const pauseOnRefusal = createPauseOnRefusal({ account, auditChannel: 'C9', meaningOf, log });
  for (const outcome of outcomes) await pauseOnRefusal({ sendId: 'S1', outcome, waitMs: undefined });
  return log.lines.map(({ level, message }) => `${level} ${message}`);
}

describe('what concerns the whole account', () => {
  it('is told once in the log: a refusal that pauses sending', async () => {
    expect(await logged(REFUSED)).toEqual(['error sending paused']);
    expect(await logged(REFUSED, REFUSED, REFUSED)).toEqual(['error sending paused']);
  });

  it('is told once in the log: an address of ours that is not allowed', async () => {
    const accepted = { ...ACCEPTED, warning: { kind: 'callback_not_allowed', text: 'not whitelisted' } } as const;

    expect(await logged(accepted)).toEqual(['error callback address not allowed']);
    expect(await logged(accepted, accepted, accepted)).toEqual(['error callback address not allowed']);
  });

  it('is not what was accepted, with another warning or without one', async () => {
    expect(await logged(ACCEPTED, { ...ACCEPTED, warning: { kind: 'other', text: 'x' } })).toEqual([]);
  });
});
