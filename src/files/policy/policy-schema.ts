import { schemaText } from '../schema-text.ts';
import { PolicyEntry } from './policy-entry.ts';

/** `policy.schema.json`: what an editor checks and completes `policy.yml` with. */
export function policySchema(): string {
  return schemaText(PolicyEntry.meta({ title: 'Who may send what to whom' }));
}
