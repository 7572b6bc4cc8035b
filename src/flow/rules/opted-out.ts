import { maskPhoneNumber, type PhoneNumber } from '../../core/recipients/phone-number.ts';
import { optedOutSentence } from '../../core/rules/opt-out.ts';
import { optOutScopeOf, type RuledTemplate } from '../../core/rules/policy/template-kind.ts';
import type { RoleFinder, RuleBook } from '../ports/rules.ts';
import type { OptOuts } from '../ports/store/rules/opt-outs.ts';

/** Who of the recipients said no, as a review tells it. The claim looks again, so whoever says no later gets nothing either. */
export interface OptedOut {
  /** In the order of the recipients. */
  readonly numbers: readonly PhoneNumber[];
  /** Whether this person may send it all the same, with a reason: to one person alone, never to several. */
  readonly mayBeExcepted: boolean;
}

export type FindOptedOut = (send: {
  readonly actorId: string;
  readonly template: RuledTemplate;
  readonly recipients: readonly PhoneNumber[];
}) => Promise<OptedOut>;

interface Needs {
  readonly optOuts: Pick<OptOuts, 'findOptOuts'>;
  readonly ruleBook: RuleBook;
  readonly roles: Pick<RoleFinder, 'rolesOf'>;
}

/** Rejects when the ledger does not answer. */
export function createFindOptedOut({ optOuts, roles, ruleBook }: Needs): FindOptedOut {
  return async ({ actorId, recipients, template }) => {
    const scope = optOutScopeOf(ruleBook.current(), template);
    const found = await optOuts.findOptOuts(recipients, scope);
    const numbers = recipients.filter((number) => found.has(number));
    const isOne = recipients.length === 1 && numbers.length === 1;
    return { numbers, mayBeExcepted: isOne && (await mayExcept({ roles, ruleBook }, actorId)) };
  };
}

/** Whether a person has the role that makes exceptions; not while Slack does not say who has it. */
export async function mayExcept(
  { roles, ruleBook }: Pick<Needs, 'roles' | 'ruleBook'>,
  actorId: string,
): Promise<boolean> {
  const role = ruleBook.current()?.optOuts.exceptionRole;
  if (role === undefined) return false;
  return (await roles.rolesOf(actorId))?.has(role) === true;
}

/** What a review says above everything else; undefined where no one said no. */
export function optedOutNote({ numbers }: Pick<OptedOut, 'numbers'>): string | undefined {
  return numbers.length === 0 ? undefined : optedOutSentence(numbers.length, numbers.map(maskPhoneNumber));
}

/** Why nothing can be sent, where everybody said no. */
export function allOptedOut({ numbers: [first, ...more] }: Pick<OptedOut, 'numbers'>): string | undefined {
  if (first === undefined) return undefined;
  const back = 'If they want messages again, /whatsapp-send optin and the number allows it.';
  if (more.length === 0)
    return `${maskPhoneNumber(first)} said no to such messages, so nothing can be sent there. ${back}`;
  return `All of them said no to such messages, so there is no one to send to. ${back}`;
}
