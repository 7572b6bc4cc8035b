import { judge, placesMet } from '../../core/rules/policy/judge.ts';
import type { Log } from '../ports/log.ts';
import type { RoleFinder, RuleBook } from '../ports/rules.ts';
import type { JudgedSend } from '../ports/store/rules/claim-rules.ts';
import type { OutdatedApprovals } from '../ports/store/rules/outdated-approvals.ts';
import type { AskRules } from './ask-rules.ts';
import { rolesOfPeople } from './roles-of-people.ts';

interface Needs {
  readonly outdated: OutdatedApprovals;
  readonly askRules: AskRules;
  readonly roles: Pick<RoleFinder, 'rolesOf'>;
  readonly ruleBook: RuleBook;
  /** Something may leave now, and cards have to say so. */
  readonly wakeAll: () => void;
  readonly log: Log;
}

/**
 * Asks anew for sends that are held because a policy that changed asks for approvals which they do not have. What Slack does not
 * say of roles is asked again at the next look.
 */
export function createAskAgain(needs: Needs): () => Promise<void> {
  const { log, outdated, wakeAll } = needs;
  return async () => {
    for (const send of await outdated.findOutdated()) {
      const settled = await settle(needs, send);
      if (settled === undefined) continue;
      log.info({ sendId: send.sendId, settled }, 'approval under a changed policy');
      wakeAll();
    }
  };
}

type Settled = 'leaves' | 'asked' | 'refused';

/** @returns undefined where nothing changed */
async function settle(needs: Needs, send: JudgedSend): Promise<Settled | undefined> {
  const { outdated, roles, ruleBook } = needs;
  const policy = ruleBook.current();
  const { sendId } = send;
  const known = await rolesOfPeople(roles, [send.actorId, ...send.approvedBy]);
  const judgement = policy === undefined ? 'leaves' : judge(policy, send, (personId) => known.get(personId));
  switch (judgement) {
    case 'roles_unknown':
      return undefined;
    case 'not_allowed':
      return (await outdated.refuse(sendId)) ? 'refused' : undefined;
    case 'leaves':
      return (await outdated.letLeave(sendId)) ? 'leaves' : undefined;
    case 'approval_missing':
      return askOthers(needs, send, known);
  }
}

async function askOthers(
  { askRules, outdated }: Needs,
  send: JudgedSend,
  known: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<Settled | undefined> {
  const { actorId, approvedBy, category, channelId, recipients, sendId, template } = send;
  const answer = await askRules({ actorId, channelId, recipients, template: { name: template, category } });
  if (answer.kind === 'refused') {
    if (answer.why === 'roles_unknown') return undefined;
    return (await outdated.refuse(sendId)) ? 'refused' : undefined;
  }
  const { approval: terms, policyHash } = answer.rules;
  // The policy may have changed since it was judged; then it is judged again.
  if (terms === undefined || policyHash === undefined) return undefined;
  const given = approvedBy.flatMap((personId) => {
    const meets = placesMet(terms.needs, known.get(personId) ?? new Set());
    return meets.length === 0 ? [] : [{ personId, meets }];
  });
  return (await outdated.askAgain({ sendId, policyHash, terms, given })) ? 'asked' : undefined;
}
