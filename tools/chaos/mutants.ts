import { randomUUID } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import type { SendOutcome } from '../../src/core/send/delivery/outcome.ts';
import type { Requested, RequestedSend } from '../../src/flow/send/request-send.ts';
import { rowsOf, sqlOf, touch } from './behind-the-ledger.ts';
import { type Break, JOIN_LINE, reclaimLeases, type Whole, withLedger } from './bots/broken-store.ts';
import type { BrokenEdges } from './bots/deadly-edges.ts';
import { createMeeting, oneAfterTheOther } from './bots/meeting.ts';
import { LIST_BREAKS } from './lists/mutants.ts';
import { REPLY_BREAKS } from './replies/mutants.ts';
import { RULE_BREAKS } from './rules/mutants.ts';

/** A bot that is broken in one way. */
export interface Mutation {
  readonly edges: BrokenEdges;
  /** What SIGTERM does instead of a stop in good order. */
  readonly onSigterm: (() => void) | undefined;
}

const NO_REQUEST_MS = 3_000;
const ACK_FIRST_MS = 1_500;
/** In the order in which the ledger hands them out. */
const FIRST_QUEUED = `select id from batches where state = 'queued' order by not_before, send_id, position limit 1`;
const QUEUED_BATCH = (batch: string) => `select id from batches where state = 'queued' and ${batch}`;
const NEVER_SENT = { text: undefined, mayRetry: true, retryAfterMs: 0 } as const;

/** Ways of getting it wrong that are all out there; each one has to be caught. */
const BREAKS = {
  lease_reclaim: reclaimLeases,
  /** Whatever went wrong, try again. */
  retry_all: ({ edges }) => withOutcome(edges, (outcome) => (outcome.kind === 'unknown' ? again(outcome) : outcome)),
  /** "A 5xx is temporary", as Kaleyra's own page has it. */
  retry_500: ({ edges }) =>
    withOutcome(edges, (outcome) =>
      outcome.kind === 'unknown' && /5\d\d$/.test(outcome.code ?? '') ? again(outcome) : outcome,
    ),
  /** A time-out means that nothing happened. */
  timeout_never_sent: ({ edges }) =>
    withOutcome(edges, (outcome) =>
      outcome.kind === 'unknown' && outcome.reason === 'no_answer' ? again(outcome) : outcome,
    ),
  /** A page that is no JSON is a refusal. */
  html_rejected: ({ edges }) =>
    withOutcome(edges, (outcome) =>
      outcome.kind === 'unknown' && outcome.reason === 'unclear_answer' ? rejected(outcome.code) : outcome,
    ),
  /** Anything in `error` is a failure, though Kaleyra's success has one. */
  reject_on_error_field: ({ edges }) =>
    withOutcome(edges, (outcome) => (outcome.kind === 'accepted' && outcome.warning ? rejected('WARNED') : outcome)),
  /** Looks for a queued batch, and then takes it. */
  claim_get_set: (whole) => {
    const meetOther = createMeeting(whole.path);
    return withLedger(whole, (ledger) => ({
      ...ledger,
      claimBatch: oneAfterTheOther(async (worker) => {
        const [seen] = rowsOf(whole, FIRST_QUEUED);
        if (seen === undefined) return ledger.claimBatch(worker);
        const batch = `id = '${seen['id']}'`;
        await meetOther(String(seen['id']), () => rowsOf(whole, QUEUED_BATCH(batch)).length === 0);
        sqlOf(whole)(`update deliveries set status = 'queued' where batch_id = '${seen['id']}' and status = 'sending';
          update batches set state = 'queued', worker = null, lease_until = null where ${batch} and state = 'sending'; ${JOIN_LINE}`);
        return ledger.claimBatch(worker);
      }),
    }));
  },
  /** Every press is a new send. */
  no_dedupe: (whole) =>
    withLedger(whole, (ledger) => ({
      ...ledger,
      accept: ({ repeatGuard: _, draftId: __, ...send }) => ledger.accept({ ...send, dedupeKey: randomUUID() }),
    })),
  /** Remembers in this process what was pressed, as a cache would that has no insert-if-absent. */
  keyv_ledger: (whole) => {
    const seen = new Map<string, string>();
    return withLedger(whole, (ledger) => ({
      ...ledger,
      async accept({ repeatGuard: _, draftId: __, ...send }) {
        const first = seen.get(send.dedupeKey);
        if (first !== undefined) return { kind: 'accepted', sendId: first, isNew: false };
        seen.set(send.dedupeKey, send.id);
        return ledger.accept({ ...send, dedupeKey: `${send.dedupeKey}:${randomUUID()}` });
      },
    }));
  },
  /** Slack hears yes before anything is written. */
  ack_first: ({ edges }) => ({
    ...edges,
    createSlack(options) {
      const requestSend = async (order: RequestedSend): Promise<Requested> => {
        setTimeout(() => void options.needs.requestSend(order), ACK_FIRST_MS);
        return { kind: 'accepted', sendId: order.dedupeKey, isNew: true };
      };
      return edges.createSlack({ ...options, needs: { ...options.needs, requestSend } });
    },
  }),
  /** Everybody may show every card. */
  outbox_no_claim: (whole) =>
    withLedger(whole, (ledger) => ({
      ...ledger,
      async claimCard(worker) {
        const claimed = await ledger.claimCard(worker);
        if (claimed !== undefined) sqlOf(whole)('update cards set lease_until = 0 where lease_until is not null');
        return claimed;
      },
    })),
  /** Shows a card once and does not look whether Slack took it. */
  card_forgotten: ({ edges }) => ({
    ...edges,
    createShowCard(needs) {
      const showCard = edges.createShowCard(needs);
      return async (claimed) => {
        const shown = await showCard(claimed);
        return shown.kind === 'later' ? { kind: 'shown', message: claimed.card.message } : shown;
      };
    },
  }),
  /** The report that comes last is right. */
  rank_last_wins: (whole) =>
    withLedger(whole, (ledger) => ({
      ...ledger,
      async saveReports(updates) {
        const results = await ledger.saveReports(updates);
        for (const { status, messageId } of updates) {
          if (status === 'failed') continue;
          sqlOf(whole)(`update deliveries set status = '${status}', failure_reason = null
            where message_id = '${messageId}'`);
          touch(whole, messageId);
        }
        return results;
      },
    })),
  /** The answer is always newer than a report. */
  unguarded_settle: (whole) =>
    withLedger(whole, (ledger) => ({
      ...ledger,
      async settleBatch(claim, settlements, warning) {
        const isSaved = await ledger.settleBatch(claim, settlements, warning);
        for (const { deliveryId, status, messageId } of settlements) {
          if (status !== 'accepted' || messageId === undefined) continue;
          sqlOf(whole)(`update deliveries set status = 'accepted' where id = '${deliveryId}'`);
          touch(whole, messageId);
        }
        return isSaved;
      },
    })),
  /** A lease that ended says that nothing was sent. */
  lost_is_rejected: (whole) =>
    withLedger(whole, (ledger) => ({
      ...ledger,
      async expireLeases() {
        const expired = await ledger.expireLeases();
        sqlOf(whole)(`update deliveries set status = 'rejected', failure_reason = 'never_sent'
          where status = 'unknown' and failure_reason = 'interrupted'`);
        return expired;
      },
    })),
  /** Whoever knows the path may report. */
  skip_callback_secret: ({ edges, callbackSecret }) => {
    subscribe('http.server.request.start', (message) => {
      const { request } = message as { request: { url?: string } };
      if (request.url?.startsWith('/kaleyra/'))
        request.url = request.url.replace(/\/\w+(\?|$)/, `/${callbackSecret}$1`);
    });
    return edges;
  },
  /** Ends at SIGTERM with requests in flight. */
  exit_on_sigterm: ({ edges }) => edges,
  /** Writes numbers where everybody reads them. */
  number_in_log: ({ edges }) =>
    withSend(edges, (_, fields) => void process.stdout.write(`sent to ${fields.get('to')}\n`)),
  ...LIST_BREAKS,
  ...REPLY_BREAKS,
} as const satisfies Record<string, Break>;

/** Those that break only lists, and only replies: each kind is looked for by runs of its own. */
export type ListMutant = keyof typeof LIST_BREAKS;
export type ReplyMutant = keyof typeof REPLY_BREAKS;
export type MutantName = keyof typeof BREAKS;
export const MUTANTS = Object.keys(BREAKS) as MutantName[];

const ALL_BREAKS = { ...BREAKS, ...RULE_BREAKS };
export type AnyMutant = keyof typeof ALL_BREAKS;

export function mutate(name: AnyMutant | undefined, whole: Whole): Mutation {
  if (name === undefined) return { edges: whole.edges, onSigterm: undefined };
  return {
    edges: ALL_BREAKS[name](whole),
    onSigterm: name === 'exit_on_sigterm' ? createExitInFlight() : undefined,
  };
}

/** Ends as soon as a request is on its way: at once, or with the next one. One that never has any just ends. */
function createExitInFlight(): () => void {
  let inFlight = 0;
  let isTold = false;
  subscribe('undici:request:bodySent', (message) => {
    if (!isSend(message)) return;
    inFlight += 1;
    if (isTold) process.exit(0);
  });
  subscribe('undici:request:headers', (message) => {
    if (isSend(message)) inFlight -= 1;
  });
  return () => {
    isTold = true;
    if (inFlight > 0) process.exit(0);
    setTimeout(() => process.exit(0), NO_REQUEST_MS);
  };
}

function isSend(message: unknown): boolean {
  return /\/messages$/.test((message as { request: { path?: string } }).request.path ?? '');
}

function withOutcome(edges: BrokenEdges, change: (outcome: SendOutcome) => SendOutcome): BrokenEdges {
  return {
    ...edges,
    createKaleyra(options) {
      const provider = edges.createKaleyra(options);
      return { ...provider, send: async (...given) => change(await provider.send(...given)) };
    },
  };
}

function withSend(
  edges: BrokenEdges,
  look: (outcome: SendOutcome, fields: ReadonlyMap<string, string>) => void,
): BrokenEdges {
  return {
    ...edges,
    createKaleyra(options) {
      const provider = edges.createKaleyra(options);
      return {
        ...provider,
        async send(request) {
          const outcome = await provider.send(request);
          look(outcome, new Map(request.fields));
          return outcome;
        },
      };
    },
  };
}

function again({ code }: { readonly code: string | undefined }): SendOutcome {
  return { kind: 'never_sent', code: code ?? 'AGAIN', ...NEVER_SENT };
}

function rejected(code: string | undefined): SendOutcome {
  return { kind: 'rejected', code, text: undefined };
}
