import { sql, type Transaction } from 'kysely';
import { type PhoneNumber, parsePhoneNumber } from '../../core/recipients/phone-number.ts';
import { otherSpellings, todaysForm } from '../../core/recipients/renumbering.ts';
import type { NewReply } from '../../flow/ports/store/replies/replies.ts';
import type { Engine } from '../engine/engine.ts';
import type { NumberKeyOf } from '../rules/number-key.ts';
import { liftOptOuts, saveOptOuts } from '../rules/opt-outs.ts';
import type { Tables } from '../schema/tables.ts';
import type { ReplyMatch } from './match-replies.ts';

interface Said {
  readonly given: NewReply;
  readonly key: string;
  readonly match: ReplyMatch;
}

/**
 * Saves that people want no more messages, or want them again, in the order in which they wrote. A word that was written
 * before another one which is saved already changes nothing: callbacks come in any order.
 */
export async function saveOptOutsSaid(
  engine: Engine,
  transaction: Transaction<Tables>,
  keyOf: NumberKeyOf,
  replies: readonly Said[],
): Promise<void> {
  const said = replies
    .filter(({ given: { optOut } }) => optOut !== undefined && optOut.kind !== 'ambiguous')
    .sort((a, b) => a.given.reply.writtenAt.getTime() - b.given.reply.writtenAt.getTime());
  if (said.length === 0) return;
  // Two processes may save two words of one person at the same time: the second to come here sees the first one's.
  await sql`select ${engine.lockOn(said.map(({ key }) => `words ${key}`))}`.execute(transaction);
  for (const one of said) {
    if (await isOutdated(transaction, one)) continue;
    await saveOne(engine, transaction, keyOf, one);
  }
}

async function saveOne(
  engine: Engine,
  transaction: Transaction<Tables>,
  keyOf: NumberKeyOf,
  { given: { reply, optOut }, match }: Said,
): Promise<void> {
  const numbers = numbersOf(reply.from, match.recipient);
  if (optOut?.kind === 'opted_out' && numbers.length > 0) {
    const { scope, source } = optOut;
    await saveOptOuts(engine, transaction, keyOf, { numbers, scope, source, evidence: reply.id });
  }
  if (optOut?.kind === 'opted_in') {
    for (const number of numbers) await liftOptOuts(engine, transaction, keyOf, number, { source: 'word' });
  }
}

async function isOutdated(transaction: Transaction<Tables>, { given: { reply }, key }: Said): Promise<boolean> {
  const later = await transaction
    .selectFrom('replies')
    .select('id')
    .where('recipient_key', '=', key)
    .where('written_at', '>', reply.writtenAt.getTime())
    .where('opt_out', 'in', ['opted_out', 'opted_in'])
    .limit(1)
    .executeTakeFirst();
  return later !== undefined;
}

/**
 * The writer's number as WhatsApp spells it, as the message was addressed, and in its other form where there is only one: people
 * who send type any of them.
 */
function numbersOf(from: PhoneNumber | undefined, recipient: string | undefined): readonly PhoneNumber[] {
  const digits = from?.slice(1);
  const others = digits === undefined ? [] : otherSpellings(digits);
  const today = digits === undefined ? undefined : todaysForm(digits);
  const all = [digits, recipient?.slice(1), today, ...(others.length === 1 ? others : [])];
  return [...new Set(all)].flatMap((one) => {
    const number = parsePhoneNumber(`+${one}`);
    return number.ok ? [number.value] : [];
  });
}
