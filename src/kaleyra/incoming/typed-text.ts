import { type CallbackFields, textOf } from '../callback/fields.ts';
import { kindOf } from './values.ts';
import { type Writer, writerOf } from './writer.ts';

/** The person whom Kaleyra's own fields name as the writer; undefined in the shape of V2, which has no such fields. */
export function namedWriter(fields: CallbackFields): Writer | undefined {
  return writerOf(fields.get('from') ?? fields.get('mobile'));
}

/**
 * The fields without `message`, where that may be the text that the person typed. Beside a button or a choice it is not: what is
 * tapped there comes from the template.
 */
export function withoutTypedText(fields: CallbackFields): CallbackFields {
  const kind = kindOf(textOf(fields, 'type') ?? 'text');
  if (namedWriter(fields) === undefined || kind === 'button' || kind === 'choice') return fields;
  return new Map([...fields].filter(([name]) => name !== 'message'));
}

/** Whether a message may come from this person: it names them or no sender at all, or the person is not known. */
export function isFrom(message: CallbackFields, writer: Writer | undefined): boolean {
  const from = writerOf(message.get('from'));
  return writer === undefined || from === undefined || from.writer === writer.writer;
}
