import { sql } from 'kysely';
import { CALLBACK_NOTICE_INTERVAL_MS } from '../../core/limits.ts';
import type { AccountState, PausableAccount, ProbedAccount } from '../../flow/ports/store/account.ts';
import { openNotice } from '../cards/open-notice.ts';
import type { Engine } from '../engine/engine.ts';
import { translateRefusals } from '../engine/translate-refusals.ts';
import { createCurrentPause } from '../read/pause.ts';
import { createClaimProbe, createPause, createResume } from './pause-account.ts';

/** The pauses of the account. */
export type Account = PausableAccount & ProbedAccount & AccountState;

/** The state of the account, shared by all processes on the database. */
export function createAccount(engine: Engine): Account {
  return {
    pause: translateRefusals(engine, createPause(engine)),
    resume: createResume(engine),
    claimProbe: createClaimProbe(engine),
    current: createCurrentPause(engine),
    callbackNotAllowed: createCallbackNotAllowed(engine),
  };
}

/** One statement decides which of several processes opens the notice. */
function createCallbackNotAllowed(engine: Engine): PausableAccount['callbackNotAllowed'] {
  return ({ sendId, channel }) =>
    engine.transact(async (transaction) => {
      const { rows } = await sql`
        insert into notices (subject, told_at) values ('callback_not_allowed', ${engine.now})
        on conflict (subject) do update set told_at = excluded.told_at
          where notices.told_at < excluded.told_at - ${sql.lit(CALLBACK_NOTICE_INTERVAL_MS)}
        returning subject`.execute(transaction);
      if (rows.length === 0) return false;
      await openNotice(engine, transaction, { sendId, role: 'callback_notice', channel });
      return true;
    });
}
