import { z } from 'zod';
import { parseJson } from '../../core/json.ts';
import { readMessageId } from '../wire/message-id.ts';

/** Kaleyra's JSON is looser than its pages: one odd field must not hide the others. */
const scalar = z.union([z.string(), z.number()]).transform(String).optional().catch(undefined);

const bodySchema = z.object({
  /** The batch's own ID; it is no message ID, but it shows that Kaleyra took something. */
  id: scalar,
  code: scalar,
  message: scalar,
  data: z.array(z.unknown()).catch([]),
  error: z.unknown().optional(),
});

const errorSchema = z.object({ code: scalar, message: scalar, msg: scalar, error: scalar });

const entrySchema = z.object({
  message_id: z.unknown().optional(),
  recipient: scalar,
  code: scalar,
  message: scalar,
  error: z.unknown().optional(),
});

/** One entry of `data`. */
export interface ResponseEntry {
  readonly messageId: string | undefined;
  /** Something stands where a message ID belongs, readable or not: a message may be out behind it. */
  readonly isTaken: boolean;
  readonly recipientDigits: string;
  readonly error: ResponseError | undefined;
}

export interface ResponseError {
  readonly code: string | undefined;
  readonly text: string | undefined;
}

/** What stands in a JSON response, whatever it means. */
export interface ResponseBody {
  readonly batchId: string | undefined;
  readonly entries: readonly ResponseEntry[];
  readonly error: ResponseError | undefined;
  /** Reasons in `error` whose name is a recipient's number. */
  readonly errorsByDigits: ReadonlyMap<string, string>;
}

/** @returns undefined for anything but a JSON object: HTML, nothing, a list, a byte order mark, a cut text. */
export function readResponseBody(text: string): ResponseBody | undefined {
  const parsed = bodySchema.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const { id, data, error } = parsed.data;
  return {
    batchId: id || undefined,
    entries: data.flatMap(readEntry),
    error: readError(parsed.data),
    errorsByDigits: new Map(reasonsIn(error).flatMap(([name, text]) => (isDigits(name) ? [[name, text]] : []))),
  };
}

function readEntry(entry: unknown): readonly ResponseEntry[] {
  const parsed = entrySchema.safeParse(entry);
  if (!parsed.success) return [];
  const { message_id, recipient } = parsed.data;
  const id = typeof message_id === 'string' ? message_id.trim() : message_id;
  return [
    {
      messageId: typeof id === 'string' || typeof id === 'number' ? readMessageId(String(id)) : undefined,
      isTaken: id !== undefined && id !== null && id !== '',
      recipientDigits: (recipient ?? '').replace(/\D/g, ''),
      error: readError(parsed.data),
    },
  ];
}

/** Every shape seen: top-level `code` and `message`; `error.code`, `.message`, `.msg`, `.error`; reasons by field; a text. */
function readError(of: {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly error?: unknown;
}): ResponseError | undefined {
  const inner = typeof of.error === 'object' && of.error !== null ? errorSchema.safeParse(of.error) : undefined;
  const nested = inner?.success === true ? inner.data : undefined;
  const code = of.code || nested?.code || undefined;
  const said = nested?.message || nested?.msg || nested?.error || textOf(of.error);
  // A `message` beside a success says nothing; beside a code or an error it is the reason.
  const text = code !== undefined || said ? of.message || said || undefined : undefined;
  return code === undefined && text === undefined ? undefined : { code, text };
}

function textOf(error: unknown): string {
  if (typeof error === 'string') return error;
  return reasonsIn(error)
    .map(([name, reason]) => `${name}: ${reason}`)
    .join('; ');
}

function reasonsIn(error: unknown): readonly (readonly [string, string])[] {
  if (typeof error !== 'object' || error === null || Array.isArray(error)) return [];
  return Object.entries(error).flatMap(([name, reason]) =>
    typeof reason === 'string' && reason !== '' ? [[name, reason] as const] : [],
  );
}

function isDigits(name: string): boolean {
  return /^\+?\d{7,15}$/.test(name);
}
