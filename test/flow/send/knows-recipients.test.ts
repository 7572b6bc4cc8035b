import { describe, expect, it } from 'vitest';
import { knowsRecipients } from '../../../src/flow/send/knows-recipients.ts';
import { newSend, openNew } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';

const ASKER = { teamId: 'T1', channelId: 'C1', actorId: 'U1' };

/** Sends S1, S2 … of these people, each made again from the one before. */
async function openChain(...actors: readonly string[]) {
  const { ledger, lookup } = await openNew(createSqliteDatabase);
  for (const [index, actorId] of actors.entries()) {
    const parentId = index === 0 ? undefined : `S${index}`;
    await ledger.accept(newSend(`S${index + 1}`, { order: { actorId, parentId } }));
  }
  const last = await lookup.findHead(`S${actors.length}`, ASKER);
  if (last === undefined) throw new Error('the send is not there');
  return knowsRecipients(last, ASKER, lookup);
}

describe('the whole numbers of a send', () => {
  it.each([
    [true, ['U1']],
    [true, ['U1', 'U1', 'U1']],
    [false, ['U2']],
    [false, ['U2', 'U1']],
    [false, ['U2', 'U1', 'U1']],
    [false, ['U1', 'U2', 'U1']],
    [false, ['U1', 'U2']],
  ])('may be read by who gave them: %s for U1 after %j', async (knows, actors) => {
    expect(await openChain(...actors)).toBe(knows);
  });

  it('may not be read where the send that they come from is gone', async () => {
    const { lookup } = await openNew(createSqliteDatabase);

    expect(await knowsRecipients({ actorId: 'U1', parentId: 'S0' }, ASKER, lookup)).toBe(false);
  });
});
