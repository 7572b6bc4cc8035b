import type { SendOutcome } from '../../core/send/delivery/outcome.ts';
import {
  addResponse,
  type FlightLimits,
  mayBeInFlight,
  noResponses,
  type ResponseRecord,
  shareInFlight,
} from '../../core/send/in-flight.ts';
import type { OutgoingMessage } from '../../core/template/message/message.ts';
import { type Clock, systemClock } from '../timing/clock.ts';

/** Counts the requests in flight by sender, and learns from their responses how many there may be. */
export interface InFlight {
  /** How many there may be now, of all senders. */
  limit(): number;
  /** The senders that have as many as they may have. */
  fullSenders(): readonly string[];
  /** Makes a request that carries this, and counts it from now until its outcome is known. */
  count(
    outgoing: Pick<OutgoingMessage, 'sender' | 'recipients'>,
    request: () => Promise<SendOutcome>,
  ): Promise<SendOutcome>;
}

interface Sender {
  inFlight: number;
  record: ResponseRecord;
}

export function createInFlight(limits: FlightLimits, clock: Clock = systemClock): InFlight {
  const senders = new Map<string, Sender>();
  /** By sender; made anew when a response changes it. */
  let shares = new Map<string, number>();

  function share(): void {
    const wanted = [...senders.values()].map(({ record }) => mayBeInFlight(record, limits));
    const parts = shareInFlight(wanted, limits.maxInFlight);
    shares = new Map([...senders.keys()].map((sender, index) => [sender, parts[index] ?? 1]));
  }

  function senderOf(name: string): Sender {
    const known = senders.get(name);
    if (known !== undefined) return known;
    const sender = { inFlight: 0, record: noResponses(limits) };
    senders.set(name, sender);
    share();
    return sender;
  }

  return {
    limit() {
      if (senders.size === 0) return mayBeInFlight(noResponses(limits), limits);
      const sum = shares.values().reduce((all, part) => all + part, 0);
      return Math.min(sum, limits.maxInFlight);
    },
    fullSenders: () =>
      [...senders].filter(([name, { inFlight }]) => inFlight >= (shares.get(name) ?? 1)).map(([name]) => name),
    async count(outgoing, request) {
      const sender = senderOf(outgoing.sender);
      const startedAt = clock.nowMs();
      sender.inFlight += 1;
      let outcome: SendOutcome | undefined;
      try {
        outcome = await request();
        return outcome;
      } finally {
        const atMs = clock.nowMs();
        sender.record = addResponse(
          sender.record,
          {
            tookMs: atMs - startedAt,
            messages: outgoing.recipients.length,
            inFlight: sender.inFlight,
            isTrouble: outcome?.kind !== 'accepted' && outcome?.kind !== 'rejected',
            atMs,
          },
          limits,
        );
        sender.inFlight -= 1;
        share();
      }
    },
  };
}
