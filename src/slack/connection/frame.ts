/** Something of Slack that has to be acknowledged by its ID. */
export interface Envelope {
  readonly id: string;
  /** A command, an interaction or an event's callback, as it would be posted over HTTP. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly retryNum: number | undefined;
  readonly retryReason: string | undefined;
}

/** One message of Slack over a socket. */
export type Frame =
  /** The socket is ready. `connections` is how many Slack counts for the app, this one among them. */
  | { readonly kind: 'hello'; readonly connections: number | undefined }
  /** Slack will close this socket: `refresh_requested`, `warning`, `too_many_websockets`, `link_disabled`. */
  | { readonly kind: 'goodbye'; readonly reason: string }
  | { readonly kind: 'envelope'; readonly envelope: Envelope }
  /** Nothing that can be served, and why. */
  | { readonly kind: 'odd'; readonly why: string };

/** As much as a request over HTTP may hold; a view with all its values is far below it. */
const MAX_FRAME_CHARACTERS = 1024 * 1024;
const ENVELOPE_TYPES = new Set(['slash_commands', 'interactive', 'events_api']);

/** Reads what came over a socket. Never throws, whatever it is. */
export function readFrame(data: unknown): Frame {
  if (typeof data !== 'string') return odd('binary');
  if (data.length > MAX_FRAME_CHARACTERS) return odd('too large');
  const frame = parse(data);
  if (!isObject(frame)) return odd('no JSON object');
  const type = frame['type'];
  if (type === 'hello') return { kind: 'hello', connections: numberOrNothing(frame['num_connections']) };
  if (type === 'disconnect') return { kind: 'goodbye', reason: wordOrNothing(frame['reason']) ?? 'no reason' };
  if (typeof type !== 'string' || !ENVELOPE_TYPES.has(type)) return odd('unknown type');
  const { envelope_id: id, payload } = frame;
  if (typeof id !== 'string' || id === '') return odd('no envelope_id');
  if (!isObject(payload)) return odd('no payload');
  const retryNum = numberOrNothing(frame['retry_attempt']);
  return { kind: 'envelope', envelope: { id, payload, retryNum, retryReason: wordOrNothing(frame['retry_reason']) } };
}

function odd(why: string): Frame {
  return { kind: 'odd', why };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numberOrNothing(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;
}

/** A word of Slack's: anything longer or with other letters does not get into the log. */
function wordOrNothing(value: unknown): string | undefined {
  return typeof value === 'string' && /^\w{1,40}$/.test(value) ? value : undefined;
}
