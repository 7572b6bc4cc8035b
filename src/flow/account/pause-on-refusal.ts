import type { MeaningOf } from '../../core/explanations/code-meaning.ts';
import type { SendOutcome } from '../../core/send/outcome.ts';
import { pauseCauseOf } from '../../core/send/pause-cause.ts';
import type { PausableAccount } from '../ports/account.ts';
import type { Log } from '../ports/log.ts';

interface Answered {
  readonly sendId: string;
  readonly outcome: SendOutcome;
  /** How long the batch waits for its next try, when it does. */
  readonly waitMs: number | undefined;
}

/** Looks at every answer for what it says of the whole account. Safe to call twice with one answer. */
export type PauseOnRefusal = (answered: Answered) => Promise<void>;

interface Needs {
  readonly account: PausableAccount;
  readonly auditChannel: string | undefined;
  readonly meaningOf: MeaningOf;
  readonly log: Log;
}

/** Stops the account where every further send would be refused too, and has the team told once. */
export function createPauseOnRefusal({ account, auditChannel, meaningOf, log }: Needs): PauseOnRefusal {
  return async ({ sendId, outcome, waitMs }) => {
    const told = { sendId, channel: auditChannel };
    const cause = pauseCauseOf(outcome, waitMs, meaningOf);
    if (cause !== undefined && (await account.pause(cause, told))) {
      log.error({ sendId, code: cause.code, kind: cause.kind }, 'sending paused');
    }
    if (outcome.kind === 'accepted' && outcome.warning?.kind === 'callback_not_allowed') {
      if (await account.callbackNotAllowed(told)) log.error({ sendId }, 'callback address not allowed');
    }
  };
}
