import type { TemplateCategory } from '../../template/template.ts';
import { type ApprovalNeed, decide } from './decide.ts';
import type { Policy } from './policy.ts';

/** A send that was confirmed and has not left yet, as far as the policy asks. */
export interface ConfirmedSend {
  readonly channelId: string;
  readonly actorId: string;
  readonly template: string;
  /** As it was when the send was confirmed; undefined for a template that was not in the catalogue. */
  readonly category: TemplateCategory | undefined;
  readonly recipients: number;
  /** The policy that it was confirmed under, or that its approvals were asked by; undefined where there was none. */
  readonly policyHash: string | undefined;
  /** The people who approved these very bytes. */
  readonly approvedBy: readonly string[];
  /** Whether it left before it was approved, for an incident. */
  readonly isBreakGlass: boolean;
}

export type Judgement =
  | 'leaves'
  /** A rule says no. */
  | 'not_allowed'
  /** The policy asks for approvals that it does not have. */
  | 'approval_missing'
  /** Slack does not say who has which role. */
  | 'roles_unknown';

/**
 * What the policy in force says of a send that was confirmed. Under another policy than before, an approval counts as far as this
 * one asks for it, with the roles that the person has now.
 *
 * @param rolesOf a person's roles under the policy in force; undefined while they are not known
 */
export function judge(
  policy: Policy,
  send: ConfirmedSend,
  rolesOf: (personId: string) => ReadonlySet<string> | undefined,
): Judgement {
  const roles = rolesOf(send.actorId);
  if (roles === undefined) return 'roles_unknown';
  const verdict = decide(policy, { ...send, roles });
  if (verdict.kind === 'refused') return 'not_allowed';
  if (policy.hash === send.policyHash || (send.isBreakGlass && verdict.mayBreakGlass)) return 'leaves';
  const given = approversOf(send).map(rolesOf);
  const known = given.filter((own) => own !== undefined);
  if (verdict.needs.every((need) => isMet(need, known))) return 'leaves';
  return known.length < given.length ? 'roles_unknown' : 'approval_missing';
}

/** Whoever asks never approves. */
function approversOf({ actorId, approvedBy }: ConfirmedSend): readonly string[] {
  return [...new Set(approvedBy)].filter((personId) => personId !== actorId);
}

function isMet(need: ApprovalNeed, approvers: readonly ReadonlySet<string>[]): boolean {
  return approvers.filter((own) => countsFor(need, own)).length >= need.count;
}

/** The places of the needs that a person with these roles counts for. */
export function placesMet(needs: readonly ApprovalNeed[], own: ReadonlySet<string>): number[] {
  return needs.flatMap((need, place) => (countsFor(need, own) ? [place] : []));
}

function countsFor({ by }: ApprovalNeed, own: ReadonlySet<string>): boolean {
  return by.some((role) => own.has(role));
}
