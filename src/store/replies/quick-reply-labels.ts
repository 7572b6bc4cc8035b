import { sql } from 'kysely';
import type { ReplyLedger } from '../../flow/ports/store/replies/replies.ts';
import type { Engine } from '../engine/engine.ts';
import { readTemplate } from '../schema/codec.ts';

/** Reads the words on tapped buttons: the template of the batch's send has them in the order of their marks. */
export function createQuickReplyLabels({ db, isOneOf }: Engine): ReplyLedger['quickReplyLabels'] {
  return async (marks) => {
    if (marks.length === 0) return [];
    const tokens = [...new Set(marks.map(({ batchToken }) => batchToken))];
    const { rows } = await sql<{ token: string; template: string | null }>`
      select batches.token, sends.template from batches join sends on sends.id = batches.send_id
      where ${isOneOf(sql`batches.token`, tokens)}`.execute(db);
    const labels = new Map(rows.map(({ token, template }) => [token, labelsIn(template)]));
    return marks.map(({ batchToken, button }) => labels.get(batchToken)?.[button - 1]);
  };
}

function labelsIn(template: string | null): readonly string[] {
  const buttons = readTemplate(template)?.buttons ?? [];
  return buttons.flatMap((button) => (button.kind === 'quick_reply' ? [button.label] : []));
}
