import { describe, expect, it } from 'vitest';
import { createBoltLogger } from '../../../src/slack/client/bolt-logger.ts';
import { createPostingClient } from '../../../src/slack/client/posting-client.ts';
import { createPostReplies } from '../../../src/slack/replies/post-replies.ts';
import { SILENT } from '../../store/opened-ledger.ts';
import { replyOf, savedReply } from '../../support/replies.ts';
import { type SlackAnswer, startSlackApi } from '../../support/slack-api.ts';

const SAVED = savedReply(replyOf('R1'), { receivedAt: new Date(0) });

/** Replies on their way to a Slack that answers so in turn. */
async function opened(...answers: readonly SlackAnswer[]) {
  const slack = await startSlackApi();
  slack.script('chat.postMessage', ...answers);
  let time = 0;
  const logged: string[] = [];
  const post = createPostReplies({
    client: createPostingClient({ botToken: 'xoxb-1', apiUrl: slack.apiUrl, logger: createBoltLogger(SILENT) }),
    hidesText: async () => undefined,
    log: { ...SILENT, error: (_data, message) => void logged.push(message) },
    now: () => time,
  });
  return {
    slack,
    logged,
    pass: (ms: number) => (time += ms),
    posts: (channelId: string, threadTs?: string) =>
      post({ replies: [SAVED], about: undefined, channelId, ...(threadTs !== undefined && { threadTs }) }),
    [Symbol.asyncDispose]: () => slack[Symbol.asyncDispose](),
  };
}

describe('replies that are shown in Slack', () => {
  it('stand in their thread, or in the channel where there is none', async () => {
    await using scene = await opened();

    expect(await scene.posts('C1', '9.9')).toMatchObject({ kind: 'posted', message: { channelId: 'C1' } });
    await scene.posts('C2');

    expect(scene.slack.calls.map(({ args }) => [args['channel'], args['thread_ts']])).toEqual([
      ['C1', '9.9'],
      ['C2', undefined],
    ]);
  });

  it('are told in words alone where Slack does not take the blocks', async () => {
    await using scene = await opened({ error: 'invalid_blocks' });

    expect(await scene.posts('C1', '9.9')).toMatchObject({ kind: 'posted' });

    const [first, second] = scene.slack.calls.map(({ args }) => args);
    expect(second).toMatchObject({ channel: 'C1', thread_ts: '9.9', text: first?.['text'], blocks: [] });
    expect(first?.['blocks']).not.toEqual([]);
    expect(String(first?.['text'])).toContain('Asha Rao');
  });

  it('are three in a row in a channel, and then one each 1.1 seconds; other channels do not wait', async () => {
    await using scene = await opened();
    for (let n = 0; n < 3; n += 1) expect(await scene.posts('C1')).toMatchObject({ kind: 'posted' });

    expect(await scene.posts('C1')).toEqual({ kind: 'throttled', afterMs: 1_100 });
    expect(await scene.posts('C2')).toMatchObject({ kind: 'posted' });
    scene.pass(1_099);
    expect(await scene.posts('C1')).toEqual({ kind: 'throttled', afterMs: 1 });
    scene.pass(1);
    expect(await scene.posts('C1')).toMatchObject({ kind: 'posted' });
  });

  it('wait as long as Slack asks', async () => {
    await using scene = await opened({ status: 429, headers: { 'retry-after': '7' } });

    expect(await scene.posts('C1')).toEqual({ kind: 'later', afterMs: 7_000, reason: 'rate_limited' });
    scene.pass(6_999);
    expect(await scene.posts('C1')).toEqual({ kind: 'throttled', afterMs: 1 });
    expect(scene.slack.calls).toHaveLength(1);
    scene.pass(1);
    expect(await scene.posts('C1')).toMatchObject({ kind: 'posted' });
  });

  it.each([
    ['not_in_channel', { kind: 'refused', reason: 'not_in_channel' }, []],
    ['message_not_found', { kind: 'refused', reason: 'message_not_found' }, []],
    ['internal_error', { kind: 'later', afterMs: undefined, reason: 'internal_error' }, []],
    [
      'token_revoked',
      { kind: 'later', afterMs: undefined, reason: 'token_revoked' },
      ['bot token refused by Slack; replies wait'],
    ],
  ])('come later, or never where the place refuses them: %s', async (error, result, lines) => {
    await using scene = await opened({ error });

    expect(await scene.posts('C1')).toEqual(result);
    expect(scene.logged).toEqual(lines);
  });
});
