import type { MeaningOf } from '../../core/explanations/code-meaning.ts';
import type { SendOutcome } from '../../core/send/delivery/outcome.ts';
import { pauseCauseOf } from '../../core/send/pause-cause.ts';
import type { Log } from '../ports/log.ts';
import type { PausableAccount } from '../ports/store/account.ts';

interface BatchOutcome {
  readonly sendId: string;
  readonly outcome: SendOutcome;
  /** How long the batch waits for its next try; undefined when there is none. */
  readonly waitMs: number | undefined;
}

/** Pauses sending when an outcome concerns the whole account. Safe to call twice with one outcome. */
export type PauseOnRefusal = (batch: BatchOutcome) => Promise<void>;

interface Needs {
  readonly account: PausableAccount;
  /** Where notices go; undefined for the channel where the refused send was made. */
  readonly auditChannel: string | undefined;
  readonly meaningOf: MeaningOf;
  readonly log: Log;
}

/** Stops sends that would all be refused too, and has one notice posted for the team. */
export function createPauseOnRefusal({ account, auditChannel, meaningOf, log }: Needs): PauseOnRefusal {
  return async ({ sendId, outcome, waitMs }) => {
    const target = { sendId, channel: auditChannel };
    const cause = pauseCauseOf(outcome, waitMs, meaningOf);
    if (cause !== undefined && (await account.pause(cause, target))) {
      log.error({ sendId, code: cause.code, kind: cause.kind }, 'sending paused');
    }
    if (outcome.kind === 'accepted' && outcome.warning?.kind === 'callback_not_allowed') {
      if (await account.callbackNotAllowed(target)) log.error({ sendId }, 'callback address not allowed');
    }
  };
}
