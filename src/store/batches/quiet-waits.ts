import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { MORNING_JITTER_MS } from '../../core/limits.ts';
import type { ClaimRules } from '../../flow/ports/store/rules/claim-rules.ts';
import type { QuietWaits } from '../../flow/ports/store/rules/quiet-waits.ts';
import { bumpVersion } from '../cards/bump-version.ts';
import type { Engine } from '../engine/engine.ts';
import { isQuiet } from '../queue/quiet-batches.ts';
import { joinQueue, lockQueueOf } from '../queue/send-queue.ts';
import { findConfirmed } from '../rules/confirmed-sends.ts';
import type { Tables } from '../schema/tables.ts';

/** When what a send has for a country leaves whose quiet hours end then, in milliseconds: for one send always at the same time. */
export function leavesAt(sendId: string, until: Date): number {
  const spread = createHash('sha256').update(`${sendId} ${until.getTime()}`).digest().readUInt32BE();
  return until.getTime() + (spread % MORNING_JITTER_MS);
}

interface Held {
  readonly sendId: string;
  readonly region: string | null;
  readonly notBefore: number;
  readonly now: number;
}

/** One send a transaction, which first locks the line of its sender, as a claim does. */
export function createQuietWaits(
  engine: Engine,
  claimRules: Pick<ClaimRules, 'keepsQuietHours' | 'quietUntil'>,
): QuietWaits {
  const { db } = engine;

  async function findOthers(from: Engine['db'], sendId?: string): Promise<readonly Held[]> {
    const held = await findHeld(engine, from, sendId);
    const ids = [...new Set(held.map((one) => one.sendId))];
    const sends = ids.length === 0 ? [] : await findConfirmed(engine, from, ids);
    const keepsNone = new Set(sends.filter((send) => !claimRules.keepsQuietHours(send)).map((send) => send.sendId));
    return held.flatMap((one) => {
      const until = keepsNone.has(one.sendId)
        ? undefined
        : claimRules.quietUntil(one.region ?? undefined, new Date(one.now));
      const at = until === undefined ? one.now : leavesAt(one.sendId, until);
      return at === one.notBefore ? [] : [{ ...one, notBefore: at }];
    });
  }

  const follow = (sendId: string): Promise<boolean> =>
    engine.transact(async (transaction) => {
      await lockQueueOf(engine, transaction, sendId);
      const others = await findOthers(transaction, sendId);
      if (others.length === 0) return false;
      for (const one of others) await move(engine, transaction, one);
      await joinQueue(engine, sql<boolean>`sends.id = ${sendId}`).execute(transaction);
      await bumpVersion(engine, transaction, sendId);
      return true;
    });

  return {
    async followPolicy() {
      const sendIds = new Set((await findOthers(db)).map(({ sendId }) => sendId));
      let changed = 0;
      for (const sendId of sendIds) if (await follow(sendId)) changed += 1;
      return changed;
    },
  };
}

/** What waits for the end of quiet hours, of one send or of all, by country. */
async function findHeld(engine: Engine, from: Engine['db'], sendId?: string): Promise<readonly Held[]> {
  const { rows } = await sql<Held>`
    select send_id as "sendId", region, min(not_before) as "notBefore", ${engine.now} as now
    from batches where ${isQuiet(engine)} ${sendId === undefined ? sql`` : sql`and send_id = ${sendId}`}
    group by send_id, region`.execute(from);
  return rows;
}

/** What waits for another try keeps its time. */
async function move(
  engine: Engine,
  transaction: Transaction<Tables>,
  { notBefore, region, sendId }: Held,
): Promise<void> {
  await sql`
    update batches set not_before = cast(${notBefore} as bigint)
    where send_id = ${sendId} and coalesce(region, '') = ${region ?? ''} and ${isQuiet(engine)}`.execute(transaction);
}
