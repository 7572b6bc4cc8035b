import type { LazyStore } from './lazy-store.ts';
import type { Rules } from './rules.ts';

/** What people do about the rules; each call waits until the store is open. */
export type LazyRules = Pick<Rules, 'optOuts' | 'quotas' | 'numberCodes'> & {
  readonly approvals: Omit<Rules['approvals'], 'expireRequests' | 'takeReminders'>;
};

export function createLazyRules({ whenOpen }: Pick<LazyStore, 'whenOpen'>): LazyRules {
  return {
    optOuts: {
      findOptOuts: whenOpen(({ rules }) => rules.optOuts.findOptOuts),
      addOptOuts: whenOpen(({ rules }) => rules.optOuts.addOptOuts),
      liftOptOut: whenOpen(({ rules }) => rules.optOuts.liftOptOut),
    },
    numberCodes: {
      accept: whenOpen(({ rules }) => rules.numberCodes.accept),
      tryCode: whenOpen(({ rules }) => rules.numberCodes.tryCode),
      findProved: whenOpen(({ rules }) => rules.numberCodes.findProved),
    },
    quotas: { findShortage: whenOpen(({ rules }) => rules.quotas.findShortage) },
    approvals: {
      findRequest: whenOpen(({ rules }) => rules.approvals.findRequest),
      digestOf: whenOpen(({ rules }) => rules.approvals.digestOf),
      approve: whenOpen(({ rules }) => rules.approvals.approve),
      decline: whenOpen(({ rules }) => rules.approvals.decline),
      review: whenOpen(({ rules }) => rules.approvals.review),
    },
  };
}
