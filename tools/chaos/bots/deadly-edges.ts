import { subscribe } from 'node:diagnostics_channel';
import type { Edges } from '../../../src/app.ts';
import type { Drafts } from '../../../src/flow/ports/store/drafts.ts';
import type { Account } from '../../../src/store/account/account.ts';
import type { Ledger } from '../../../src/store/ledger.ts';
import type { Lists } from '../../../src/store/lists/lists.ts';
import type { Replies } from '../../../src/store/replies/replies.ts';
import type { Rules } from '../../../src/store/rules.ts';
import type { Crash, KillPoint } from '../kills/kill-points.ts';

/** A plan of some hundred rows takes longer to save. */
const UNDER_WAY_MS = 4;
/** A reply or an answer takes about as long to save. */
const SOON_MS = 1;

/** The edges that a bot of the harness replaces. */
export type BrokenEdges = Pick<
  Edges,
  'openStore' | 'createKaleyra' | 'createPostReplies' | 'createShowCard' | 'createSlack'
>;

/** The real edges with a kill point before and after everything that they are asked to do. */
export function deadlyEdges(edges: BrokenEdges, crash: Crash): BrokenEdges {
  return {
    ...edges,
    async openStore(options) {
      const store = await edges.openStore(options);
      return {
        ...store,
        ledger: deadlyLedger(store.ledger, crash),
        account: deadlyAccount(store.account, crash),
        drafts: deadlyDrafts(store.drafts, crash),
        lists: deadlyLists(store.lists, crash),
        rules: deadlyRules(store.rules, crash),
        replies: deadlyReplies(store.replies, crash),
      };
    },
    createKaleyra(options) {
      const provider = edges.createKaleyra(options);
      return { ...provider, send: around(crash, 'post.before', provider.send, 'post.after') };
    },
    createPostReplies(options) {
      return around(crash, 'replies-post.before', edges.createPostReplies(options), 'replies-post.after');
    },
    createShowCard(options) {
      return around(crash, 'card-post.before', edges.createShowCard(options), 'card-post.after');
    },
    createSlack(options) {
      const requestSend: typeof options.needs.requestSend = async (order) => {
        const requested = await options.needs.requestSend(order);
        crash.reach('ack.before');
        return requested;
      };
      return edges.createSlack({ ...options, needs: { ...options.needs, requestSend } });
    },
  };
}

function isSomething(value: unknown): boolean {
  return value !== undefined;
}

function deadlyLedger(ledger: Ledger, crash: Crash): Ledger {
  return {
    ...ledger,
    accept: around(crash, 'accept.before', ledger.accept, 'accept.after'),
    claimBatch: around(crash, 'claim-batch.before', ledger.claimBatch, 'claim-batch.after', isSomething),
    settleBatch: around(crash, 'settle.before', ledger.settleBatch, 'settle.after'),
    requeueBatch: around(crash, 'requeue.before', ledger.requeueBatch, 'requeue.after'),
    renewLeases: around(crash, 'renew.before', ledger.renewLeases, 'renew.after'),
    expireLeases: around(crash, 'expire.before', ledger.expireLeases, 'expire.after'),
    saveReports: around(crash, 'callback.before-store', ledger.saveReports, 'callback.stored'),
    claimCard: around(crash, 'claim-card.before', ledger.claimCard, 'claim-card.after', isSomething),
    saveCard: around(crash, 'save-card.before', ledger.saveCard, 'save-card.after'),
  };
}

function deadlyAccount(account: Account, crash: Crash): Account {
  return { ...account, pause: around(crash, 'pause.before', account.pause, 'pause.after') };
}

function deadlyDrafts(drafts: Drafts, crash: Crash): Drafts {
  return {
    save: around(crash, 'draft-save.before', drafts.save, 'draft-save.after'),
    load: around(crash, 'draft-load.before', drafts.load, 'draft-load.after'),
  };
}

function deadlyLists(lists: Lists, crash: Crash): Lists {
  const { plans, control, timed } = lists;
  const save = soon(crash, 'plan-save.under-way', plans.save, UNDER_WAY_MS);
  return {
    ...lists,
    plans: {
      ...plans,
      save: around(crash, 'plan-save.before', save, 'plan-save.after'),
      confirm: around(crash, 'plan-confirm.before', plans.confirm, 'plan-confirm.after'),
    },
    control: {
      pause: around(crash, 'list-pause.before', control.pause, 'list-pause.after'),
      resume: around(crash, 'list-resume.before', control.resume, 'list-resume.after'),
      stop: around(crash, 'list-stop.before', control.stop, 'list-stop.after'),
      releaseRest: around(crash, 'list-release.before', control.releaseRest, 'list-release.after'),
      sendHeldNow: around(crash, 'list-send-held.before', control.sendHeldNow, 'list-send-held.after'),
    },
    timed: {
      ...timed,
      startDue: around(crash, 'start-due.before', timed.startDue, 'start-due.after'),
      hold: around(crash, 'list-hold.before', timed.hold, 'list-hold.after'),
    },
  };
}

function deadlyReplies(replies: Replies, crash: Crash): Replies {
  const { answers, threads } = replies;
  const saveReplies = soon(crash, 'incoming.under-way', replies.saveReplies);
  const accept = soon(crash, 'answer-accept.under-way', answers.accept);
  return {
    ...replies,
    saveReplies: around(crash, 'incoming.before-store', saveReplies, 'incoming.stored'),
    threads: {
      ...threads,
      claimThread: around(crash, 'claim-thread.before', threads.claimThread, 'claim-thread.after', isSomething),
      saveThread: around(crash, 'save-thread.before', threads.saveThread, 'save-thread.after'),
    },
    answers: { ...answers, accept: around(crash, 'answer-accept.before', accept, 'answer-accept.after') },
  };
}

/** Comes to the point while it runs. */
function soon<Args extends readonly unknown[], Value>(
  crash: Crash,
  point: KillPoint,
  run: (...args: Args) => Promise<Value>,
  afterMs = SOON_MS,
): (...args: Args) => Promise<Value> {
  return (...args) => {
    setTimeout(() => crash.reach(point), afterMs);
    return run(...args);
  };
}

function deadlyRules(rules: Rules, crash: Crash): Rules {
  const { approvals } = rules;
  return {
    ...rules,
    approvals: {
      ...approvals,
      approve: around(crash, 'approve.before', approvals.approve, 'approve.after'),
      decline: around(crash, 'decline.before', approvals.decline, 'decline.after'),
    },
  };
}

function around<Args extends readonly unknown[], Value>(
  crash: Crash,
  before: KillPoint,
  run: (...args: Args) => Promise<Value>,
  after: KillPoint,
  counts: (value: Value) => boolean = () => true,
): (...args: Args) => Promise<Value> {
  return async (...args) => {
    crash.reach(before);
    const value = await run(...args);
    if (counts(value)) crash.reach(after);
    return value;
  };
}

/** Kill points within the network: what undici writes and reads, what our server takes and answers. */
export function watchSockets(crash: Crash): void {
  onOutgoing('undici:client:sendHeaders', (path) => isKaleyra(path) && crash.reach('post.head-leaving'));
  onOutgoing('undici:request:bodySent', (path) => {
    if (isKaleyra(path)) crash.reach('post.bytes-left');
    if (/\/chat\.(postMessage|update)$/.test(path)) crash.reach('card-post.bytes-left');
  });
  onOutgoing('undici:request:headers', (path) => isKaleyra(path) && crash.reach('post.head-received'));
  onIncoming(crash, 'http.server.request.start', {
    slack: 'slack.arrived',
    callback: 'callback.arrived',
    incoming: 'incoming.arrived',
  });
  onIncoming(crash, 'http.server.response.finish', {
    slack: 'ack.after',
    callback: 'callback.answered',
    incoming: 'incoming.answered',
  });
}

function isKaleyra(path: string): boolean {
  return /^\/v1\/\w+\/messages$/.test(path);
}

function onOutgoing(channel: string, reach: (path: string) => void): void {
  subscribe(channel, (message) => {
    const { request } = message as { request: { path?: string } };
    reach(request.path ?? '');
  });
}

type Caller = 'slack' | 'callback' | 'incoming';

function onIncoming(
  crash: Crash,
  channel: string,
  { slack, callback, incoming }: Readonly<Record<Caller, KillPoint>>,
): void {
  subscribe(channel, (message) => {
    const { request } = message as { request: { url?: string } };
    const url = request.url ?? '';
    if (url.startsWith('/slack/')) crash.reach(slack);
    if (url.startsWith('/kaleyra/incoming/')) crash.reach(incoming);
    else if (url.startsWith('/kaleyra/')) crash.reach(callback);
  });
}
