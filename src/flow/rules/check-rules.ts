import { formatCount } from '../../core/format.ts';
import { MAX_RULES_WAIT_MS } from '../../core/limits.ts';
import type { PhoneNumber } from '../../core/recipients/phone-number.ts';
import { quotaSentence } from '../../core/rules/quota-sentence.ts';
import type { RulesSaid } from '../../core/rules/rules-said.ts';
import type { SendRules } from '../../core/rules/send-rules.ts';
import type { SendOrder } from '../../core/send/send.ts';
import type { Log } from '../ports/log.ts';
import type { QuotaLookup } from '../ports/store/rules/quotas.ts';
import { withTimeout } from '../timing/with-timeout.ts';
import type { AskRules, RulesAnswer, RulesQuestion } from './ask-rules.ts';

/** A send for the rules, with its recipients where the quotas are looked up too. */
export interface CheckedSend extends Omit<RulesQuestion, 'recipients'> {
  readonly teamId: string;
  readonly recipients: readonly PhoneNumber[];
  /** What it is for, with its verb: `this list has 500`. */
  readonly what: string;
}

/** An order as the rules look at it. */
export function checkedSend({
  actorId,
  channelId,
  message,
  recipients,
  teamId,
  template,
}: Pick<SendOrder, 'teamId' | 'actorId' | 'channelId' | 'template' | 'message' | 'recipients'>): CheckedSend {
  const ruled = { name: message.template, category: template?.category };
  const what = `this is for ${formatCount(recipients.length)}`;
  return { teamId, actorId, channelId, template: ruled, recipients, what };
}

export type RulesChecked =
  | { readonly kind: 'allowed'; readonly said: RulesSaid; readonly rules: SendRules }
  /** Which rule says no, and whom to ask. */
  | { readonly kind: 'refused'; readonly sentence: string }
  /** It is allowed, and today's quota has no room for it as it stands now. */
  | { readonly kind: 'over_quota'; readonly sentence: string; readonly said: RulesSaid };

/** Asks the rules and looks at the quotas, for a review. Rejects when the ledger is away. */
export type CheckRules = (send: CheckedSend) => Promise<RulesChecked>;

interface Needs {
  readonly askRules: AskRules;
  readonly quotas: QuotaLookup;
  readonly log: Log;
}

const NOT_NOW =
  'The rules could not be asked just now, because Slack did not say in time who is in which group. Try again in a moment; nothing was sent.';

export function createCheckRules(needs: Needs): CheckRules {
  return async ({ recipients, teamId, what, ...question }) => {
    const answer = await askInTime(needs, { ...question, recipients: recipients.length });
    if (answer.kind === 'refused') return answer;
    const { rules } = answer;
    const said = saidBy(answer);
    if (rules.quotas === undefined) return { kind: 'allowed', said, rules };
    const { actorId, channelId } = question;
    const shortage = await needs.quotas.findShortage({ teamId, channelId, actorId, recipients, ...rules.quotas });
    return shortage === undefined
      ? { kind: 'allowed', said, rules }
      : { kind: 'over_quota', sentence: quotaSentence(shortage, what), said };
  };
}

/** The rules, asked so that a submission is answered before Slack hangs up: what is not known by then is not allowed. Never rejects. */
export async function askInTime(
  { askRules, log }: Pick<Needs, 'askRules' | 'log'>,
  question: RulesQuestion,
): Promise<RulesAnswer> {
  try {
    const asked = await withTimeout(MAX_RULES_WAIT_MS, askRules(question));
    if (asked.kind === 'done') return asked.value;
    log.warn({}, 'rules not asked in time');
  } catch (error) {
    log.error({ err: error }, 'rules not asked');
  }
  return { kind: 'refused', why: 'roles_unknown', sentence: NOT_NOW };
}

export function saidBy({
  mayBreakGlass,
  rules,
  sentences,
}: Pick<Extract<RulesAnswer, { kind: 'allowed' }>, 'mayBreakGlass' | 'rules' | 'sentences'>): RulesSaid {
  return { approval: rules.approval === undefined ? [] : sentences, mayBreakGlass };
}
