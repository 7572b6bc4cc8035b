import type { Database } from '../database.ts';
import { violationOf } from '../promises.ts';
import { NUMBER_LIMIT, PERSON_LIMIT, REQUESTER, textOf } from './deeds.ts';
import type { Fact } from './facts.ts';
import { ledgerProblems } from './ledger-problems.ts';

export interface RulesFigures {
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
    ...unapproved.map(({ sendId, text }) =>
      violationOf('unapproved_sent', `${sendId} left with ‘${text}’, and no one but its sender agreed to that`),
    ),
    ...afterNo.map(({ sendId, number }) =>
      violationOf('sent_after_no', `${sendId} reached •••• ${number.slice(-4)} after they said no`),
    ),
    ...(doubles > 0 ? [violationOf('sent_twice', `${doubles} messages reached a phone twice`)] : []),
    ...overLimit(phones),
    ...(await ledgerProblems(query, { person: PERSON_LIMIT, number: NUMBER_LIMIT })),
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
    ...(phones.length > PERSON_LIMIT
      ? [violationOf('quota_passed', `${phones.length} messages of a person who may send ${PERSON_LIMIT}`)]
      : []),
    ...byNumber.map(({ length }) =>
      violationOf('quota_passed', `${length} messages to a number that may have ${NUMBER_LIMIT}`),
    ),
  ];
}
