import { MAX_SUBMISSION_MS } from '../../core/policy.ts';
import type { Log } from '../ports/log.ts';
import { CommitOutcomeUnknown } from '../ports/store/accept-send.ts';
import type { ConfirmResult, PlanConfirmation, PlanConfirmer } from '../ports/store/plans.ts';
import { withTimeout } from '../timing/with-timeout.ts';

/** What confirming a list led to. */
type Confirmed =
  | ConfirmResult
  /** The ledger could not save it: nothing was sent, and pressing again in the same view cannot send twice. */
  | { readonly kind: 'not_saved' }
  /** The ledger did not answer and may have saved it; pressing again in the same view tells, and cannot send twice. */
  | { readonly kind: 'uncertain' };

/** A person confirms a reviewed list, for now or for a time. Pressing twice is one send. Never rejects. */
export type ConfirmList = (
  confirmation: Omit<PlanConfirmation, 'cards' | 'repeatGuard'> & {
    /** Where the command was run. */
    readonly channelId: string;
    /** The newest list that says the same and that the person said yes to; undefined when none was shown. */
    readonly seenUntil: Date | undefined;
  },
) => Promise<Confirmed>;

interface Needs {
  readonly plans: PlanConfirmer;
  readonly auditChannel: string | undefined;
  /** How long ago a list that says the same may have been confirmed to be mentioned, in milliseconds. */
  readonly repeatWindowMs: number;
  /** The ledger has new work. */
  readonly wakeAll: () => void;
  readonly log: Log;
}

export function createConfirmList(needs: Needs): ConfirmList {
  return async ({ channelId, seenUntil, ...confirmation }) => {
    const { auditChannel, repeatWindowMs, log } = needs;
    const cards: PlanConfirmation['cards'] = [
      { role: 'channel', destination: channelId },
      ...(auditChannel === undefined || auditChannel === channelId
        ? []
        : [{ role: 'audit' as const, destination: auditChannel }]),
    ];
    const repeatGuard = { withinMs: repeatWindowMs, seenUntil };
    const saved = await withTimeout(MAX_SUBMISSION_MS, confirm(needs, { ...confirmation, cards, repeatGuard }));
    if (saved.kind === 'done') return saved.value;
    log.warn({}, 'the ledger is slow to confirm a list');
    return { kind: 'uncertain' };
  };
}

async function confirm(needs: Needs, confirmation: PlanConfirmation): Promise<Confirmed> {
  const { planId, actorId, dueAt } = confirmation;
  try {
    const result = await confirmOrFind(needs.plans, confirmation);
    needs.log.info({ planId, actorId, dueAt, result: result.kind }, 'list confirmed');
    if (result.kind === 'accepted') needs.wakeAll();
    return result;
  } catch (error) {
    needs.log.error({ planId, err: error }, 'list not confirmed');
    return { kind: error instanceof CommitOutcomeUnknown ? 'uncertain' : 'not_saved' };
  }
}

/** Asks once more when the first response was lost: a plan that was confirmed stays so. */
async function confirmOrFind(plans: PlanConfirmer, confirmation: PlanConfirmation): Promise<ConfirmResult> {
  try {
    return await plans.confirm(confirmation);
  } catch (error) {
    if (!(error instanceof CommitOutcomeUnknown)) throw error;
    return plans.confirm(confirmation).catch(() => {
      throw error;
    });
  }
}
