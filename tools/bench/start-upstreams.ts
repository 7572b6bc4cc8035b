import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Counted, UpstreamMessage, UpstreamQuestion, UpstreamRecord } from './upstream-protocol.ts';

/** Slack and Kaleyra in a process of their own, so that their work counts for neither side. */
export interface Upstreams {
  readonly slackUrl: string;
  readonly kaleyraUrl: string;
  /** Forgets everything and sets how long Kaleyra takes for an answer. */
  reset(kaleyraDelayMs?: number): Promise<void>;
  /** Gives Slack the one file that it has. */
  upload(text: string): Promise<void>;
  /** Resolves when that many have arrived since the last reset; rejects after `timeoutMs`. */
  awaits(what: Counted, count: number, timeoutMs?: number): Promise<void>;
  record(): Promise<UpstreamRecord>;
  stop(): void;
}

export const KALEYRA_DELAY_MS = 50;

export async function startUpstreams(): Promise<Upstreams> {
  const child = fork(fileURLToPath(new URL('./upstreams.ts', import.meta.url)), { serialization: 'advanced' });
  const [first] = (await once(child, 'message')) as [UpstreamMessage];
  if (first.kind !== 'listening') throw new Error('The upstreams did not start');
  const open = new Map<number, (record: UpstreamRecord | undefined) => void>();
  let lastId = 0;
  child.on('message', (message: UpstreamMessage) => {
    if (message.kind !== 'answer') return;
    open.get(message.id)?.(message.record);
    open.delete(message.id);
  });

  function ask(question: UpstreamQuestion, timeoutMs = 10_000): Promise<UpstreamRecord | undefined> {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`upstreams: ${question.kind} timed out`)), timeoutMs);
      open.set(id, (record) => {
        clearTimeout(timer);
        resolve(record);
      });
      child.send({ id, question });
    });
  }

  return {
    slackUrl: first.slackUrl,
    kaleyraUrl: first.kaleyraUrl,
    async reset(kaleyraDelayMs = KALEYRA_DELAY_MS) {
      await ask({ kind: 'reset', kaleyraDelayMs });
    },
    async upload(text) {
      await ask({ kind: 'upload', text });
    },
    async awaits(what, count, timeoutMs = 30_000) {
      await ask({ kind: 'await', what, count }, timeoutMs);
    },
    async record() {
      const record = await ask({ kind: 'record' }, 60_000);
      if (record === undefined) throw new Error('The upstreams gave no record');
      return record;
    },
    stop: () => void child.kill(),
  };
}
