import type { ApprovalRequest } from '../../core/rules/approval.ts';
import { placesMet } from '../../core/rules/policy/judge.ts';
import type { Log } from '../ports/log.ts';
import type { RoleFinder, RuleBook } from '../ports/rules.ts';
import type { Approvals, ApproveResult } from '../ports/store/rules/approvals.ts';

/** What came of a press by a person who was asked to approve a send. */
export type Decided =
  | ApproveResult
  /** Slack did not say who has which role. */
  | { readonly kind: 'roles_unknown' };

interface Press {
  readonly sendId: string;
  readonly personId: string;
  /** Of what the person was shown. */
  readonly digest: string;
}

/** What approvers do with a send. The ledger decides each in one transaction. Each throws when the ledger is away. */
export interface DecideSend {
  approve(press: Press): Promise<Decided>;
  /** @param reason what the person wrote, which is shown to everybody who sees the card */
  decline(press: Press & { readonly reason: string }): Promise<Decided>;
  /** Says that a send which left before it was approved was looked at. */
  review(press: Omit<Press, 'digest'>): Promise<Decided>;
}

interface Needs {
  readonly approvals: Pick<Approvals, 'findRequest' | 'approve' | 'decline' | 'review'>;
  readonly roles: RoleFinder;
  readonly ruleBook: RuleBook;
  /** Something may leave now, and cards have to say so. */
  readonly wakeAll: () => void;
  readonly log: Log;
}

export function createDecideSend({ approvals, log, roles, ruleBook, wakeAll }: Needs): DecideSend {
  /** Roles are read at the press: a person may have lost theirs since the question was asked. */
  async function decide(
    press: Omit<Press, 'digest'>,
    say: (
      read: { readonly policyHash: string; readonly askedAt: Date },
      meets: readonly number[],
    ) => Promise<ApproveResult>,
  ): Promise<Decided> {
    const { personId, sendId } = press;
    const request = await approvals.findRequest(sendId);
    if (request === undefined) return { kind: 'not_found' };
    if (request.actorId === personId) return { kind: 'own_send' };
    const meets = await placesFor(request, personId, roles);
    if (!Array.isArray(meets)) return meets;
    const result = await say({ policyHash: ruleBook.current()?.hash ?? '', askedAt: request.askedAt }, meets);
    log.info({ sendId, personId, meets, result: result.kind }, 'send decided');
    wakeAll();
    return result;
  }

  return {
    approve: (press) => decide(press, (read, meets) => approvals.approve({ ...press, ...read, meets })),
    decline: (press) => decide(press, (read) => approvals.decline({ ...press, ...read })),
    review: (press) => decide(press, ({ policyHash }) => approvals.review({ ...press, policyHash })),
  };
}

/** The places of the needs that this person's roles count for. */
async function placesFor({ needs }: ApprovalRequest, personId: string, roles: RoleFinder): Promise<number[] | Decided> {
  const own = await roles.rolesOf(personId);
  if (own === undefined) return { kind: 'roles_unknown' };
  const meets = placesMet(needs, own);
  return meets.length > 0 ? meets : { kind: 'not_an_approver' };
}
