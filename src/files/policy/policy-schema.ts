import { z } from 'zod';
import { PolicyEntry } from './policy-entry.ts';

/** `policy.schema.json`: what an editor checks and completes `policy.yml` with. */
export function policySchema(): string {
  const schema = z.toJSONSchema(PolicyEntry.meta({ title: 'Who may send what to whom' }), { io: 'input' });
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
