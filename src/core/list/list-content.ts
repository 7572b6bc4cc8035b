import { valuesOf } from '../template/message/message-values.ts';
import { type Template, templateKey } from '../template/template.ts';
import type { PlannedMessage } from './list-plan.ts';
import type { Sheet } from './sheet.ts';

/** Makes the digest of a text: the same for the same text, and no way back to it. Passed in, because it is Node's. */
export type Digest = (text: string) => string;

/** The digest of everything in a sheet: the same for every name, encoding and separator of the file. */
export function sheetDigest({ columns, rows }: Pick<Sheet, 'columns' | 'rows'>, digest: Digest): string {
  return digest(JSON.stringify([columns.map(({ name }) => name), rows.map(({ cells }) => cells)]));
}

/** The digest of who gets which words of which template: the same for every order of rows and columns. */
export function messagesDigest(
  template: Pick<Template, 'name' | 'language'>,
  messages: readonly Pick<PlannedMessage, 'recipient' | 'message'>[],
  digest: Digest,
): string {
  const lines = messages.map(({ recipient, message }) => JSON.stringify([recipient.number, valuesOf(message)]));
  return digest(JSON.stringify([templateKey(template), lines.sort()]));
}
