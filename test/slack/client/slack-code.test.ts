import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBoltLogger } from '../../../src/slack/client/bolt-logger.ts';
import { slackCodeOf } from '../../../src/slack/client/slack-code.ts';
import { naughtyText } from '../../support/naughty.ts';

function refusal(error: string): Error {
  return Object.assign(new Error('An API error occurred'), {
    code: 'slack_webapi_platform_error',
    data: { ok: false, error },
  });
}

describe("Slack's word for what went wrong", () => {
  it('is repeated when it is one', () => {
    expect(slackCodeOf(refusal('not_in_channel'))).toBe('not_in_channel');
    expect(slackCodeOf(new TypeError('fetch failed'))).toBe('TypeError');
  });

  it.each([
    ['a megabyte', 'a'.repeat(1_000_000)],
    ['a response_url', 'https://hooks.slack.com/commands/T1/2/abc'],
    ['JSON', '{"private_metadata":"x"}'],
    ['a name', 'Zebulon Quartermaine'],
  ])('is unclear when it is %s', (_, error) => {
    expect(slackCodeOf(refusal(error))).toBe('unclear_answer');
  });

  it('is a word, whatever Slack answers', () => {
    fc.assert(
      fc.property(naughtyText, (error) => {
        expect(slackCodeOf(refusal(error))).toMatch(/^[a-z][a-z0-9_]{1,60}$/);
      }),
    );
  });
});

describe("what Slack's libraries write", () => {
  it('is kept short', () => {
    const lines: object[] = [];
    const note = (data: object) => void lines.push(data);
    const logger = createBoltLogger({ debug: note, info: note, warn: note, error: note });

    logger.warn('x'.repeat(1_000_000), new Error('quotes a request'));

    expect(lines).toEqual([{ detail: 'x'.repeat(300) }]);
  });
});
