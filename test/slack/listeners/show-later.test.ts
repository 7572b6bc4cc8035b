import type { ModalView } from '@slack/types';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ListOutcome } from '../../../src/flow/list/review-list.ts';
import { soonOrLater } from '../../../src/slack/listeners/lists/show-later.ts';
import { memoryLog, textsIn } from '../../support/slack.ts';

const RESULT: ModalView = { type: 'modal', title: { type: 'plain_text', text: 'Read' }, blocks: [] };

/** A list that is read while somebody waits for it. */
function reading(update: () => Promise<unknown> = async () => undefined) {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const acks: ModalView[] = [];
  const updates: object[] = [];
  const posts: object[] = [];
  const log = memoryLog();
  const read = Promise.withResolvers<ListOutcome>();
  const done = soonOrLater(
    { log },
    {
      ack: async ({ view }) => acks.push(view),
      body: { user: { id: 'U1' } },
      view: { id: 'V1' },
      client: {
        views: {
          update(args) {
            updates.push(args);
            return update();
          },
        },
        chat: { postMessage: async (args) => posts.push(args) },
      },
    },
    async () => RESULT,
    () => read.promise,
  );
  return { acks, done, log, posts, read: () => read.resolve({ kind: 'lost' }), updates };
}

describe('a view that waits for a list', () => {
  it('shows what came of it at once within a second and a half', async () => {
    const { acks, done, read, updates } = reading();

    await vi.advanceTimersByTimeAsync(1_499);
    expect(acks).toEqual([]);
    read();
    await done;

    expect([acks, updates]).toEqual([[RESULT], []]);
  });

  it('says after a second and a half that it reads, and is changed when it has', async () => {
    const { acks, done, read, updates } = reading();

    await vi.advanceTimersByTimeAsync(1_500);
    expect(acks.map(({ blocks }) => textsIn(blocks))).toEqual(['Reading your rows…']);
    read();
    await done;

    expect(updates).toEqual([{ view_id: 'V1', view: RESULT }]);
  });

  it('tells the person where the view is closed by then', async () => {
    const { done, log, posts, read } = reading(() => Promise.reject(new Error('not_found')));

    await vi.advanceTimersByTimeAsync(1_500);
    read();
    await done;

    expect(posts).toEqual([{ channel: 'U1', text: expect.stringContaining('Nothing was sent. Start again with') }]);
    expect(log.lines.map(({ level }) => level)).toEqual(['info']);
  });
});
