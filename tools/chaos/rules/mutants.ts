import { type Whole, withStore } from '../bots/broken-store.ts';
import type { BrokenEdges } from '../bots/deadly-edges.ts';

import { openChanger } from './changer.ts';
import type { RuleMutant } from './deeds.ts';

type Store = Awaited<ReturnType<BrokenEdges['openStore']>>;

/** Bots that get the rules wrong; each one has to be caught every time. */
export const RULE_BREAKS: Readonly<Record<RuleMutant, (whole: Whole) => BrokenEdges>> = {
  /** Forgets who asked. */
  'approve-by-requester': (whole) =>
    withStore(whole, (store) =>
      withApprovals(store, ({ approve, findRequest }) => ({
        async findRequest(sendId) {
          const request = await findRequest(sendId);
          return request && { ...request, actorId: 'U0' };
        },
        async approve(approval) {
          const request = await findRequest(approval.sendId);
          const isOwn = request?.actorId === approval.personId;
          return approve({ ...approval, ...(isOwn && { personId: 'U0' }) });
        },
      })),
    ),
  /** An approval counts for whatever stands there now. */
  'digest-not-compared': (whole) => {
    const change = openChanger(whole.databaseUrl);
    return withStore(whole, (store) =>
      withApprovals(store, ({ approve, digestOf }) => ({
        async approve(approval) {
          const digest = (await digestOf(approval.sendId)) ?? '';
          await change(`update approval_requests set digest = '${digest}' where send_id = '${approval.sendId}'`);
          return approve({ ...approval, digest });
        },
      })),
    );
  },
  /** Who had not said no when it was confirmed gets it. */
  'opt-out-only-at-review': (whole) =>
    withStore(whole, (store) => ({
      ...store,
      ledger: {
        ...store.ledger,
        accept: (send) =>
          store.ledger.accept({
            ...send,
            ...(send.rules && { rules: { ...send.rules, optOutException: 'looked at in the review' } }),
          }),
      },
    })),
};

type Approvals = Store['rules']['approvals'];

function withApprovals(store: Store, change: (approvals: Approvals) => Partial<Approvals>): Store {
  const { rules } = store;
  return { ...store, rules: { ...rules, approvals: { ...rules.approvals, ...change(rules.approvals) } } };
}
