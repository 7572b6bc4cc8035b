import { sql, type Transaction } from 'kysely';
import { ANSWER_TEMPLATE } from '../../core/template/message/free-text.ts';
import { isTemplateMessage } from '../../core/template/message/message.ts';
import type { ClaimRules, JudgedSend } from '../../flow/ports/store/rules/claim-rules.ts';
import type { Engine } from '../engine/engine.ts';
import { readMessage, readTemplate } from '../schema/codec.ts';
import type { Tables } from '../schema/tables.ts';
import type { ClaimedRow } from './claim-rows.ts';

/** A send is judged once under each policy; those of the last hours are remembered. */
const MAX_REMEMBERED = 1_000;

/**
 * Asks the policy in force about sends that were confirmed under another one.
 *
 * @returns a function that gives the IDs of those which are held
 */
export function createJudgeSends(
  engine: Engine,
  claimRules: ClaimRules,
): (transaction: Transaction<Tables>, rows: readonly ClaimedRow[]) => Promise<ReadonlySet<string>> {
  const leaves = new Set<string>();
  const askedOf = (rows: readonly ClaimedRow[], hash: string): readonly string[] => {
    const others = rows.filter((row) => row.policy_hash !== hash && !leaves.has(`${row.send_id} ${hash}`));
    return [...new Set(others.map(({ send_id }) => send_id))];
  };
  return async (transaction, rows) => {
    const hash = claimRules.policyHash();
    const asked = hash === undefined ? [] : askedOf(rows, hash);
    if (asked.length === 0) return new Set();
    const sends = await findSends(engine, transaction, asked);
    const held = new Set(sends.filter((send) => claimRules.judge(send) === 'held').map(({ sendId }) => sendId));
    if (leaves.size > MAX_REMEMBERED) leaves.clear();
    for (const id of asked) if (!held.has(id)) leaves.add(`${id} ${hash}`);
    return held;
  };
}

interface Row {
  readonly id: string;
  readonly team_id: string;
  readonly channel_id: string;
  readonly actor_id: string;
  readonly template: string | null;
  readonly message: string;
  readonly policy_hash: string | null;
  readonly break_glass_reason: string | null;
  readonly recipients: number;
  readonly approval: string | null;
}

/** Rules know a text of one's own as the template `answer`, which serves whoever wrote. */
async function findSends(
  { isOneOf }: Engine,
  transaction: Transaction<Tables>,
  ids: readonly string[],
): Promise<readonly JudgedSend[]> {
  const { rows } = await sql<Row>`
    select id, team_id, channel_id, actor_id, template, message, policy_hash, break_glass_reason,
      (select cast(sum(size) as integer) from batches where batches.send_id = sends.id) as recipients,
      (select state from approval_requests where approval_requests.send_id = sends.id) as approval
    from sends where ${isOneOf(sql`id`, ids)}`.execute(transaction);
  return rows.map((row) => ({
    sendId: row.id,
    teamId: row.team_id,
    channelId: row.channel_id,
    actorId: row.actor_id,
    ...ruledTemplate(row),
    recipients: row.recipients,
    policyHash: row.policy_hash ?? undefined,
    isApproved: row.approval === 'approved',
    isBreakGlass: row.break_glass_reason !== null,
  }));
}

function ruledTemplate({ message: json, template }: Row): Pick<JudgedSend, 'template' | 'category'> {
  const message = readMessage(json);
  if (!isTemplateMessage(message)) return { template: ANSWER_TEMPLATE, category: 'UTILITY' };
  return { template: message.template, category: readTemplate(template)?.category };
}
