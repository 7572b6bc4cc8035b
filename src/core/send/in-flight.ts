/** A sender's rate in messages a second, and how many requests all senders of a process may have in flight. */
export interface FlightLimits {
  readonly messagesPerSecond: number;
  readonly maxInFlight: number;
}

/** What this process has seen of the responses to one sender's requests. */
export interface ResponseRecord {
  /** The requests that the rate keeps in flight: the mean of the last few; undefined before the first response. */
  readonly needed: number | undefined;
  /** No more than this, since the provider refused, went silent, or got slower without taking more. */
  readonly ceiling: number;
  readonly look: ResponseLook | undefined;
  /** The fewest requests in flight that gave the most messages a second. */
  readonly best: FinishedLook | undefined;
}

/** The responses of a second, or of as long as one takes. */
interface ResponseLook {
  readonly sinceMs: number;
  readonly responses: number;
  readonly messages: number;
  /** The sum over the responses of how many requests were in flight. */
  readonly inFlight: number;
}

interface FinishedLook {
  readonly messagesPerSecond: number;
  readonly inFlight: number;
}

/** How a request of one sender ended. */
export interface MeasuredResponse {
  /** From the claim of its batch to its response, so that a request counts for as long as it holds a lane. */
  readonly tookMs: number;
  readonly messages: number;
  /** How many requests of the sender were in flight, with this one. */
  readonly inFlight: number;
  /** The provider asked to slow down, did not respond, or could not be reached. */
  readonly isTrouble: boolean;
  readonly atMs: number;
}

/** What a response may take before the first one was measured: the first second of a send is to keep the rate, too. */
const FIRST_RESPONSE_MS = 3_000;
/** Room for responses that take longer than the mean. */
const HEADROOM = 1.25;
/** How much of the mean a new response makes up. */
const NEWEST_SHARE = 0.2;
/** After trouble the ceiling doubles in the time of one response. */
const RISE_PER_RESPONSE = 1;
const MIN_LOOK_SECONDS = 1;
/** Twice as many in flight have to give a twentieth more messages a second. */
const MANY_MORE_IN_FLIGHT = 2;
const MORE_MESSAGES = 1.05;
/** The provider is another one than it was: what was best is forgotten. */
const FAR_FEWER_MESSAGES = 0.75;
/** A sender that is so near its rate has nothing to gain. */
const NEAR_RATE = 0.9;

export function noResponses({ maxInFlight }: FlightLimits): ResponseRecord {
  return { needed: undefined, ceiling: maxInFlight, look: undefined, best: undefined };
}

/**
 * How many requests of one sender may be in flight: by Little's law the rate times the time of a response, with some room. The
 * rate itself keeps them at that number; this one holds when responses suddenly take longer.
 *
 * @returns 1 at least, `maxInFlight` at most
 */
export function mayBeInFlight({ needed, ceiling }: ResponseRecord, limits: FlightLimits): number {
  const requests = needed ?? requestsNeeded(limits, FIRST_RESPONSE_MS, 1);
  return Math.max(1, Math.min(Math.ceil(requests * HEADROOM) + 1, Math.floor(ceiling), limits.maxInFlight));
}

/** Adds a response to what is known. Trouble halves what may be in flight at once; each other response lets it rise again. */
export function addResponse(record: ResponseRecord, response: MeasuredResponse, limits: FlightLimits): ResponseRecord {
  if (response.isTrouble) return { ...record, ceiling: Math.min(record.ceiling, Math.max(1, response.inFlight / 2)) };
  const needed = requestsNeeded(limits, response.tookMs, response.messages);
  const risen = {
    ...record,
    needed: record.needed === undefined ? needed : record.needed + (needed - record.needed) * NEWEST_SHARE,
    // Not while there are more than it allows: those end first.
    ceiling:
      response.inFlight > record.ceiling
        ? record.ceiling
        : Math.min(record.ceiling + RISE_PER_RESPONSE, limits.maxInFlight),
  };
  return lookAt(risen, response, limits);
}

/**
 * What each of several senders may have in flight together: all that it asks for, as long as the others keep theirs, and an
 * equal part at least. So one whose responses take long holds up no other.
 */
export function shareInFlight(wanted: readonly number[], maxInFlight: number): readonly number[] {
  const part = Math.floor(maxInFlight / wanted.length);
  const modest = wanted.map((requests) => Math.min(requests, part));
  const kept = modest.reduce((sum, requests) => sum + requests, 0);
  return wanted.map((requests, index) => Math.max(1, Math.min(requests, maxInFlight - kept + (modest[index] ?? 0))));
}

function requestsNeeded({ messagesPerSecond }: FlightLimits, tookMs: number, messages: number): number {
  return ((messagesPerSecond / messages) * tookMs) / 1_000;
}

/** Compares each look with the best one: more in flight that only made responses slower is taken back. */
function lookAt(record: ResponseRecord, response: MeasuredResponse, limits: FlightLimits): ResponseRecord {
  // With the last one that was in flight the sender is idle, and idle time says nothing about the provider.
  if (response.inFlight === 1) return { ...record, look: undefined };
  const { look = emptyLook(response.atMs), best } = record;
  const counted = {
    sinceMs: look.sinceMs,
    responses: look.responses + 1,
    messages: look.messages + response.messages,
    inFlight: look.inFlight + response.inFlight,
  };
  const seconds = (response.atMs - look.sinceMs) / 1_000;
  const inFlight = counted.inFlight / counted.responses;
  if (seconds < MIN_LOOK_SECONDS || counted.responses < inFlight) return { ...record, look: counted };
  const finished = { messagesPerSecond: counted.messages / seconds, inFlight };
  const next = { ...record, look: emptyLook(response.atMs) };
  if (best === undefined || isBetter(finished, best)) return { ...next, best: finished };
  return gainedNothing(finished, best, limits) ? { ...next, ceiling: Math.min(record.ceiling, best.inFlight) } : next;
}

function isBetter(now: FinishedLook, best: FinishedLook): boolean {
  const gain = now.messagesPerSecond / best.messagesPerSecond;
  return (
    gain > MORE_MESSAGES || gain < FAR_FEWER_MESSAGES || (gain * MORE_MESSAGES > 1 && now.inFlight < best.inFlight)
  );
}

function gainedNothing(now: FinishedLook, best: FinishedLook, { messagesPerSecond }: FlightLimits): boolean {
  return now.inFlight > best.inFlight * MANY_MORE_IN_FLIGHT && now.messagesPerSecond < messagesPerSecond * NEAR_RATE;
}

function emptyLook(sinceMs: number): ResponseLook {
  return { sinceMs, responses: 0, messages: 0, inFlight: 0 };
}
