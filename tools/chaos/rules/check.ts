import type { Database } from '../database.ts';
import { DAY, NUMBER_LIMIT, PERSON_LIMIT, REQUESTER, textOf } from './deeds.ts';
import type { Fact } from './facts.ts';

interface RulesFigures {
  readonly sends: number;
  readonly phones: number;
  readonly doubles: number;
  readonly unapproved: number;
  readonly afterNo: number;
  readonly unknown: number;
}

export interface RulesCheck {
  readonly figures: RulesFigures;
  readonly violations: readonly string[];
}

type Query = Database['query'];
type Phone = Extract<Fact, { kind: 'phone' }>;

/** Compares what reached phones with what people said, and the ledger with itself. */
export async function checkRules(facts: readonly Fact[], query: Query): Promise<RulesCheck> {
  const phones = facts.filter((fact): fact is Phone => fact.kind === 'phone');
  const mayLeave = new Set(
    facts.flatMap((fact) => (fact.kind === 'pressed' && fact.by !== REQUESTER ? [fact.sendId] : [])),
  );
  const unapproved = phones.filter(({ sendId, text }) => !mayLeave.has(sendId) || text !== textOf(sendId));
  const afterNo = phones.filter(({ wasNo }) => wasNo);
  const doubles = phones.length - new Set(phones.map(({ sendId, number }) => `${sendId} ${number}`)).size;
  const [counts] = await query(`select cast(count(distinct send_id) as integer) as sends,
    cast(coalesce(sum(case when status = 'unknown' then 1 else 0 end), 0) as integer) as unknown from deliveries`);
  const violations = [
    ...unapproved.map(
      ({ sendId, text }) => `R1: ${sendId} left with ‘${text}’, and no one but its sender agreed to that`,
    ),
    ...afterNo.map(({ sendId, number }) => `R2: ${sendId} reached •••• ${number.slice(-4)} after they said no`),
    ...(doubles > 0 ? [`R3: ${doubles} messages reached a phone twice`] : []),
    ...overLimit(phones),
    ...(await ledgerProblems(query)),
  ];
  return {
    figures: {
      sends: Number(counts?.['sends']),
      phones: phones.length,
      doubles,
      unapproved: unapproved.length,
      afterNo: afterNo.length,
      unknown: Number(counts?.['unknown']),
    },
    violations,
  };
}

function overLimit(phones: readonly Phone[]): readonly string[] {
  const byNumber = [...Map.groupBy(phones, ({ number }) => number).values()].filter(
    ({ length }) => length > NUMBER_LIMIT,
  );
  return [
    ...(phones.length > PERSON_LIMIT ? [`R4: ${phones.length} messages of a person who may send ${PERSON_LIMIT}`] : []),
    ...byNumber.map(({ length }) => `R4: ${length} messages to a number that may have ${NUMBER_LIMIT}`),
  ];
}

const CHARGED = `sends join deliveries on send_id = sends.id
  where quota_day = '${DAY}' and status not in ('cancelled', 'rejected')`;

async function ledgerProblems(query: Query): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const [scope, subject, limit] of [
    ['person', `team_id || ' ' || actor_id`, PERSON_LIMIT],
    ['number', 'recipient_key', NUMBER_LIMIT],
  ]) {
    const used = await query(`select subject, used from quota_uses where scope = '${scope}' and used > 0 order by 1`);
    const owed = await query(`select ${subject} as subject, cast(count(*) as integer) as used from ${CHARGED}
      group by 1 order by 1`);
    if (JSON.stringify(used) !== JSON.stringify(owed))
      problems.push(`R5: the quota of a ${scope} counts something else`);
    if (used.some((row) => Number(row['used']) > Number(limit))) problems.push(`R5: the quota of a ${scope} is passed`);
  }
  const open = await query(`select sends.id from sends join deliveries on send_id = sends.id
    where status in ('queued', 'sending') and state <> 'held'`);
  if (open.length > 0) problems.push(`R6: ${open.length} messages are neither sent nor cancelled`);
  return problems;
}
