import { type Kysely, sql } from 'kysely';
import { ANSWER_TEMPLATE } from '../../core/template/message/free-text.ts';
import { isTemplateMessage } from '../../core/template/message/message.ts';
import type { JudgedSend } from '../../flow/ports/store/rules/claim-rules.ts';
import type { Engine } from '../engine/engine.ts';
import { readMessage, readTemplate } from '../schema/codec.ts';
import type { Tables } from '../schema/tables.ts';

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
}

/** What the rules ask of sends that were confirmed, as the ledger has it now. */
export async function findConfirmed(
  engine: Pick<Engine, 'isOneOf'>,
  db: Kysely<Tables>,
  ids: readonly string[],
): Promise<readonly JudgedSend[]> {
  const { rows } = await sql<Row>`
    select id, team_id, channel_id, actor_id, template, message, policy_hash, break_glass_reason,
      (select cast(sum(size) as integer) from batches where batches.send_id = sends.id) as recipients
    from sends where ${engine.isOneOf(sql`id`, ids)}`.execute(db);
  const approvedBy = await findApprovers(engine, db, ids);
  return rows.map((row) => ({
    sendId: row.id,
    teamId: row.team_id,
    channelId: row.channel_id,
    actorId: row.actor_id,
    ...ruledTemplate(row),
    recipients: row.recipients,
    policyHash: row.policy_hash ?? undefined,
    approvedBy: approvedBy.get(row.id)?.map(({ person_id }) => person_id) ?? [],
    isBreakGlass: row.break_glass_reason !== null,
  }));
}

/** Only who approved what would leave now: the ledger compared its bytes when they said yes. */
async function findApprovers(
  { isOneOf }: Pick<Engine, 'isOneOf'>,
  db: Kysely<Tables>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly { readonly person_id: string }[]>> {
  const { rows } = await sql<{ send_id: string; person_id: string }>`
    select approvals.send_id, approvals.person_id
    from approvals join approval_requests on approval_requests.send_id = approvals.send_id
    where ${isOneOf(sql`approvals.send_id`, ids)} and approvals.verdict = 'approved'
      and approvals.digest = approval_requests.digest
    order by approvals.at`.execute(db);
  return Map.groupBy(rows, ({ send_id }) => send_id);
}

/** Rules know a text of one's own as the template `answer`, which serves whoever wrote. */
function ruledTemplate({ message: json, template }: Row): Pick<JudgedSend, 'template' | 'category' | 'isAwaited'> {
  const message = readMessage(json);
  if (!isTemplateMessage(message)) return { template: ANSWER_TEMPLATE, category: 'UTILITY', isAwaited: true };
  const { category } = readTemplate(template) ?? {};
  return { template: message.template, category, isAwaited: message.hasCode === true };
}
