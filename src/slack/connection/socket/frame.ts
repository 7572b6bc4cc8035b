import { isJsonObject, parseJson } from '../../../core/json.ts';

/** A message of Slack that has to be acknowledged by its ID. */
export interface Envelope {
  readonly id: string;
  /** A command, an interaction or an event's callback, as it would be posted over HTTP. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly retryNum: number | undefined;
  readonly retryReason: string | undefined;
}

/** One message of Slack over a socket. @see https://docs.slack.dev/apis/events-api/using-socket-mode */
export type Frame =
  /** The socket is ready. `connections` is how many Slack counts for the app, this one among them. */
  | { readonly kind: 'hello'; readonly connections: number | undefined }
  /** Slack will close this socket: `refresh_requested`, `warning`, `too_many_websockets`, `link_disabled`. */
  | { readonly kind: 'goodbye'; readonly reason: string }
  | { readonly kind: 'envelope'; readonly envelope: Envelope }
  /** A message that cannot be handled, and why. */
  | { readonly kind: 'unreadable'; readonly why: string };

/** As over HTTP; a view with all its values is far smaller. */
const MAX_FRAME_LENGTH = 1024 * 1024;
const ENVELOPE_TYPES = new Set(['slash_commands', 'interactive', 'events_api']);

/** Reads a message that came over a socket. Never throws. */
export function readFrame(data: unknown): Frame {
  if (typeof data !== 'string') return unreadable('binary');
  if (data.length > MAX_FRAME_LENGTH) return unreadable('too large');
  const frame = parseJson(data);
  if (!isJsonObject(frame)) return unreadable('no JSON object');
  const type = frame['type'];
  if (type === 'hello') return { kind: 'hello', connections: countOrUndefined(frame['num_connections']) };
  if (type === 'disconnect') return { kind: 'goodbye', reason: codeOrUndefined(frame['reason']) ?? 'no reason' };
  if (typeof type !== 'string' || !ENVELOPE_TYPES.has(type)) return unreadable('unknown type');
  const { envelope_id: id, payload } = frame;
  if (typeof id !== 'string' || id === '') return unreadable('no envelope_id');
  if (!isJsonObject(payload)) return unreadable('no payload');
  const retryNum = countOrUndefined(frame['retry_attempt']);
  return { kind: 'envelope', envelope: { id, payload, retryNum, retryReason: codeOrUndefined(frame['retry_reason']) } };
}

function unreadable(why: string): Frame {
  return { kind: 'unreadable', why };
}

function countOrUndefined(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;
}

/** One of Slack's codes: anything longer or with other characters stays out of the log. */
function codeOrUndefined(value: unknown): string | undefined {
  return typeof value === 'string' && /^\w{1,40}$/.test(value) ? value : undefined;
}
