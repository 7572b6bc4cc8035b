import { createCheckRules } from '../flow/rules/check-rules.ts';
import { createDecideSend } from '../flow/rules/decide-send.ts';
import type { Logging } from '../logging/logger.ts';
import type { LazyStore } from '../store/lazy-store.ts';
import type { Rules } from './rules.ts';

interface Base {
  readonly logging: Logging;
  readonly store: LazyStore;
  readonly rules: Rules;
  /** The ledger has new work. */
  readonly wake: { readonly all: () => void };
}

/** Plugs what a review asks of the rules, and what approvers do with what they are asked. */
export function plugApprovals({ logging: { log }, rules, store: { whenOpen }, wake }: Base) {
  const { askRules, roles, ruleBook } = rules;
  const findShortage = whenOpen(({ rules: { quotas } }) => quotas.findShortage);
  const approvals = {
    findRequest: whenOpen((store) => store.rules.approvals.findRequest),
    approve: whenOpen((store) => store.rules.approvals.approve),
    decline: whenOpen((store) => store.rules.approvals.decline),
    review: whenOpen((store) => store.rules.approvals.review),
  };
  return {
    checkRules: createCheckRules({ askRules, quotas: { findShortage }, log }),
    decideSend: createDecideSend({ approvals, roles, ruleBook, wakeAll: wake.all, log }),
  };
}
