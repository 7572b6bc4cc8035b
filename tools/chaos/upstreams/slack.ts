import type { ServerResponse } from 'node:http';
import { seeded } from '../random.ts';
import { answerJson, startServer } from './local-server.ts';

export interface Block {
  readonly type: string;
  readonly [name: string]: unknown;
}

/** One message in a channel or in a thread. */
export interface PostedCard {
  readonly ts: string;
  readonly channel: string;
  readonly threadTs: string | undefined;
  readonly sendId: string;
  /** A notice is a message beside the card: that it failed, that the account pauses. */
  readonly kind: 'card' | 'notice' | 'replies';
  /** Of the process that posted it; undefined for one that does not say. */
  readonly pid: number | undefined;
  /** Whether the process was told where the message stands. */
  isAnswered: boolean;
  /** What it said, oldest first; `isLate` for an edit that was made long after its caller gave up. */
  readonly shown: { readonly text: string; readonly blocks: readonly Block[]; readonly isLate?: true }[];
}

/**
 * Hears of a post of replies before it is made, and again when it is made and not answered.
 *
 * @returns true when nobody is left to be answered
 */
type WatchReplies = (blocks: readonly Block[], stage: 'arrived' | 'made') => boolean | Promise<boolean>;

export interface Slack {
  readonly apiUrl: string;
  readonly cards: readonly PostedCard[];
  readonly notices: readonly PostedCard[];
  /** Posts of what recipients wrote. */
  readonly replies: readonly PostedCard[];
  /** Posts that were made but whose answer the bot did not get: each one may cost an extra card. */
  readonly unansweredPosts: number;
  /** Calls that were left without an answer. */
  readonly hangs: number;
  watchReplies(watch: WatchReplies): void;
  /** The view that was opened for a trigger. */
  openedFor(triggerId: string): View | undefined;
  /** What the view that was opened for a trigger was filled with afterwards. */
  filledFor(triggerId: string): View | undefined;
  /** What a view was updated to last. */
  updatedTo(viewId: string): View | undefined;
  /** Where a bot replies to one person alone. @returns its URL, and what was said there, once it was */
  responseUrl(): { readonly url: string; readonly said: () => string | undefined };
  /** Keeps a file as a person's upload does. @returns its ID */
  upload(text: string): string;
  close(): Promise<void>;
}

export interface View {
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly blocks: readonly Block[];
  readonly [name: string]: unknown;
}

interface Arguments {
  readonly channel: string;
  readonly ts?: string;
  readonly thread_ts?: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Left out for posts in a thread. */
  readonly metadata?: { readonly event_type: string; readonly event_payload: { readonly send_id: string } };
}

/** Each failure doubles the wait for the next try: more in a row would only be waited for. */
const MAX_FAILURES_IN_A_ROW = 4;
const RESPONSE = '/response/';
const FAILURES = ['429', '500', 'hang', 'hang-after', 'drop-after', 'late'] as const;
/** Later than the next try, which follows a time-out by a second at most, and earlier than the one that makes sure of it. */
const LATE_EDIT_MS = 1_700;
const MAX_LATE_EDIT_MS = 3_000;
type Failure = (typeof FAILURES)[number];
const KIND_OF_EVENT: Readonly<Record<string, PostedCard['kind']>> = {
  whatsapp_send: 'card',
  whatsapp_send_reply: 'replies',
};
/** A process that says which one it is has its ID in the path. */
const METHOD = /^\/api\/(?:p(\d+)\/)?(.*)$/;

/** A Slack on 127.0.0.1 that keeps cards, and fails a share of posts and edits, some of them after they were made. */
export async function startSlack(seed: string, failureShare: number): Promise<Slack> {
  const messages: PostedCard[] = [];
  const opened = new Map<string, View>();
  const updated = new Map<string, View>();
  const files = new Map<string, string>();
  const said = new Map<string, string>();
  const calls = new Map<string, number>();
  const failuresInARow = new Map<string, number>();
  let responseUrls = 0;
  let unansweredPosts = 0;
  let hangs = 0;
  let clock = 0;
  let watch: WatchReplies = () => false;

  function apply({ method, pid }: Call, { channel, ts, text, blocks, metadata, ...args }: Arguments) {
    clock += 1;
    const shown = { text, blocks };
    if (method === 'chat.postMessage') {
      const card: PostedCard = {
        ts: `1700000000.${String(clock).padStart(6, '0')}`,
        channel,
        threadTs: args.thread_ts,
        sendId: metadata?.event_payload.send_id ?? '',
        kind: KIND_OF_EVENT[metadata?.event_type ?? ''] ?? 'notice',
        pid,
        isAnswered: true,
        shown: [shown],
      };
      messages.push(card);
      return card;
    }
    const card = messages.find((one) => one.ts === ts);
    card?.shown.push(shown);
    return card;
  }

  function drawFailure(blocks: readonly Block[]): Failure | undefined {
    const who = /N-[\w-]+/.exec(JSON.stringify(blocks))?.[0] ?? 'unknown';
    const call = (calls.get(who) ?? 0) + 1;
    calls.set(who, call);
    const random = seeded(seed, 'slack', who, call);
    const row = random.chance(failureShare) ? (failuresInARow.get(who) ?? 0) + 1 : 0;
    const isFailing = row > 0 && row <= MAX_FAILURES_IN_A_ROW;
    failuresInARow.set(who, isFailing ? row : 0);
    return isFailing ? random.pick(FAILURES) : undefined;
  }

  async function show(response: ServerResponse, call: Call, args: Arguments): Promise<void> {
    if (await isCallerGone(args, 'arrived')) return;
    const failure = drawFailure(args.blocks);
    if (failure === '429' || failure === '500' || failure === 'hang') return refuse(response, failure);
    if (failure !== 'late' || !editLate(call, args)) await showNow(response, call, args, failure);
  }

  async function showNow(
    response: ServerResponse,
    call: Call,
    args: Arguments,
    failure: 'hang-after' | 'drop-after' | 'late' | undefined,
  ): Promise<void> {
    const message = apply(call, args);
    if (message === undefined) return answerJson(response, 200, { ok: false, error: 'message_not_found' });
    const isGone = await isCallerGone(args, 'made');
    if (failure === undefined && !isGone)
      return answerJson(response, 200, { ok: true, channel: args.channel, ts: message.ts });
    const isPost = call.method === 'chat.postMessage';
    if (isPost) message.isAnswered = false;
    if (failure !== undefined && !isGone) keepAnswer(response, isPost, failure);
  }

  /** Makes the edit of a card when its caller has given up. @returns false for anything else */
  function editLate({ method }: Call, { ts, text, blocks }: Arguments): boolean {
    const card = messages.find((one) => one.ts === ts && one.kind === 'card');
    if (method !== 'chat.update' || card === undefined) return false;
    hangs += 1;
    const startedAt = performance.now();
    setTimeout(() => {
      // What a busy machine delays further comes later than what the bot can put right.
      if (performance.now() - startedAt < MAX_LATE_EDIT_MS) card.shown.push({ text, blocks, isLate: true });
    }, LATE_EDIT_MS).unref();
    return true;
  }

  async function isCallerGone({ blocks, metadata }: Arguments, stage: 'arrived' | 'made'): Promise<boolean> {
    return metadata?.event_type === 'whatsapp_send_reply' && (await watch(blocks, stage));
  }

  function refuse(response: ServerResponse, failure: '429' | '500' | 'hang'): void {
    if (failure === '429') answerJson(response, 429, { ok: false }, { 'retry-after': '1' });
    if (failure === '500') answerJson(response, 500, { ok: false });
    if (failure === 'hang') hangs += 1;
  }

  function keepAnswer(response: ServerResponse, isPost: boolean, failure: 'hang-after' | 'drop-after' | 'late'): void {
    if (isPost) unansweredPosts += 1;
    if (failure === 'drop-after') response.socket?.destroy();
    else hangs += 1;
  }

  /** What people are shown beside messages. */
  function keep(method: string, args: Readonly<Record<string, unknown>>): void {
    if (method.startsWith(RESPONSE)) said.set(method, String(args['text']));
    if (method === 'views.open') opened.set(String(args['trigger_id']), args['view'] as View);
    if (method === 'views.update') updated.set(String(args['view_id']), args['view'] as View);
  }

  function fileOf(id: string): object {
    return { id, name: 'list.csv', size: files.get(id)?.length, url_private_download: `${server.origin}/files/${id}` };
  }

  const server = await startServer((request, response, body) => {
    const call = readCall(request.url ?? '');
    const { method } = call;
    const args = readArguments(body.toString());
    if (method === 'chat.postMessage' || method === 'chat.update') return show(response, call, args as never);
    const file = files.get(method.replace('/files/', ''));
    if (file !== undefined) return void response.writeHead(200, { 'content-type': 'text/csv' }).end(file);
    if (method === 'files.info') return answerJson(response, 200, { ok: true, file: fileOf(String(args['file'])) });
    // No channel is shared with others, so cards show all that they have.
    if (method === 'conversations.info') return answerJson(response, 200, { ok: true, channel: { is_shared: false } });
    keep(method, args);
    const view = { id: viewIdOf(String(args['trigger_id'])) };
    answerJson(response, 200, { ok: true, user_id: 'UBOT', bot_id: 'BBOT', team_id: 'T1', view });
  });

  return {
    apiUrl: `${server.origin}/api/`,
    get cards() {
      return messages.filter(({ kind }) => kind === 'card');
    },
    get notices() {
      return messages.filter(({ kind }) => kind === 'notice');
    },
    get replies() {
      return messages.filter(({ kind }) => kind === 'replies');
    },
    get unansweredPosts() {
      return unansweredPosts;
    },
    get hangs() {
      return hangs;
    },
    watchReplies(next) {
      watch = next;
    },
    openedFor: (triggerId) => opened.get(triggerId),
    filledFor: (triggerId) => updated.get(viewIdOf(triggerId)),
    updatedTo: (viewId) => updated.get(viewId),
    responseUrl() {
      const path = `${RESPONSE}${++responseUrls}`;
      return { url: `${server.origin}${path}`, said: () => said.get(path) };
    },
    upload(text) {
      const id = `F${files.size + 1}`;
      files.set(id, text);
      return id;
    },
    close: server.close,
  };
}

interface Call {
  readonly method: string;
  readonly pid: number | undefined;
}

function readCall(url: string): Call {
  const [, pid, method = url] = METHOD.exec(url) ?? [];
  return { method, pid: pid === undefined ? undefined : Number(pid) };
}

function viewIdOf(triggerId: string): string {
  return `V-of-${triggerId}`;
}

function readArguments(body: string): Record<string, unknown> {
  if (body.startsWith('{')) return JSON.parse(body);
  const entries = [...new URLSearchParams(body)].map(([name, value]) => [
    name,
    /^[[{]/.test(value) ? JSON.parse(value) : value,
  ]);
  return Object.fromEntries(entries);
}
