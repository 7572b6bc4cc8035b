import { formatCount, formatPeople } from '../../core/format.ts';
import { maskPhoneNumber } from '../../core/recipients/phone-number.ts';
import type { Recipient } from '../../core/recipients/recipient.ts';
import type { OptOutScope } from '../../core/rules/opt-out.ts';
import type { ChangeOptOuts, OptOutsChanged } from '../../flow/opt-outs/change-opt-outs.ts';
import type { IsGuest } from '../access/guests.ts';
import { untrustedMrkdwn } from '../blocks/untrusted-text.ts';
import { plainWords } from '../blocks/view-inputs.ts';
import { readOptOutText } from '../commands/opt-out-text.ts';
import { SEND_COMMAND } from '../ids.ts';

/** `optout` or `optin`, and what follows it. */
export interface OptOutQuestion {
  readonly word: 'optout' | 'optin';
  readonly text: string;
}

interface Needs {
  readonly changeOptOuts: ChangeOptOuts;
  readonly isGuest: IsGuest;
}

const MAX_NAMED = 10;
const MAX_REASON_LENGTH = 300;
const USAGE = {
  optout: `Who said no? \`${SEND_COMMAND} optout +91 98765 43210\` stops every message to that number; \`${SEND_COMMAND} optout marketing +91 98765 43210\` stops marketing only. Several numbers may follow one another, and a reason after them.`,
  optin: `Who wants messages again? \`${SEND_COMMAND} optin +91 98765 43210\` takes back what was said before. Several numbers may follow one another.`,
} as const;
const NUMBER_IN_REASON =
  'Nothing was changed: there is a number behind your reason, and it is not clear whether it is meant too. Write all numbers first, then the reason.';
const GUEST = 'Guests cannot change who gets messages. Ask a colleague who is a member of this workspace.';
const NOT_KNOWN = 'Nothing was changed: Slack did not say who you are just now. Try again in a moment.';
const NOT_SAVED = 'Nothing was changed: it could not be recorded just now. Try again in a moment.';

/** The reply to `/whatsapp-send optout …` and `optin …`, in mrkdwn, with masked numbers. */
export async function optOutReply(
  { changeOptOuts, isGuest }: Needs,
  asked: OptOutQuestion,
  actorId: string,
): Promise<string> {
  const { hasNumberInReason, numbers, reason, scope } = readOptOutText(asked.text);
  if (numbers === '') return USAGE[asked.word];
  if (hasNumberInReason) return NUMBER_IN_REASON;
  const isStranger = await isGuest(actorId).catch(() => undefined);
  if (isStranger !== false) return isStranger === undefined ? NOT_KNOWN : GUEST;
  if (asked.word === 'optin') return sayIn(await changeOptOuts.optIn({ actorId, numbers, reason }));
  const kept = plainWords(reason ?? '', MAX_REASON_LENGTH) || undefined;
  return sayOut(await changeOptOuts.optOut({ actorId, numbers, scope, reason: kept }), scope);
}

function sayOut(changed: OptOutsChanged, scope: OptOutScope): string {
  if (changed.kind !== 'changed') return refused(changed);
  const { people } = changed;
  const what = scope === 'marketing' ? 'no marketing' : 'no messages';
  const before = people.length - changed.changed;
  return [
    `${whoGets(people)} ${what} from now on. That counts for what still waits to leave, too.`,
    ...(before > 0 ? [`${formatCount(before)} of them had said so before.`] : []),
    `\`${SEND_COMMAND} optin\` and the number takes it back.`,
  ].join(' ');
}

function sayIn(changed: OptOutsChanged): string {
  if (changed.kind !== 'changed') return refused(changed);
  const { people } = changed;
  if (changed.changed === 0) {
    return people.length === 1
      ? `Nothing was changed: ${named(people)} had not said no.`
      : `Nothing was changed: none of them had said no: ${named(people)}.`;
  }
  const others = people.length - changed.changed;
  const rest = others > 0 ? ` ${formatPeople(others)} of them had not said no.` : '';
  return `${whoGets(people)} messages again.${rest}`;
}

function refused(changed: Exclude<OptOutsChanged, { kind: 'changed' }>): string {
  switch (changed.kind) {
    case 'unread':
      return `Nothing was changed. ${changed.sentences.map((sentence) => untrustedMrkdwn(sentence, 500)).join(' ')}`;
    case 'not_allowed':
      return `Nothing was changed: only people with the role ${untrustedMrkdwn(changed.role, 80)} may let somebody have messages again (${changed.file}, opt_out). Ask one of them.`;
    case 'not_saved':
      return NOT_SAVED;
  }
}

function whoGets(people: readonly Recipient[]): string {
  return `${named(people)} ${people.length === 1 ? 'gets' : 'get'}`;
}

function named(people: readonly Recipient[]): string {
  const shown = people.slice(0, MAX_NAMED).map(({ number }) => maskPhoneNumber(number));
  const more = people.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${formatCount(more)} more` : shown.join(', ');
}
