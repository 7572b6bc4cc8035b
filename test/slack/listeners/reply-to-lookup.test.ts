import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessageId } from '../../../src/kaleyra/wire/message-id.ts';
import { readQuestion } from '../../../src/slack/commands/command-question.ts';
import { createReplyToLookup } from '../../../src/slack/listeners/reply-to-lookup.ts';
import { memoryLog } from '../../support/slack.ts';
import { slackNeeds } from '../../support/slack-needs.ts';

/** The message IDs that a command's text looks up. */
async function askedBy(text: string): Promise<readonly string[]> {
  const asked: string[] = [];
  const { needs } = slackNeeds();
  const lookup = {
    ...needs.lookup,
    async findSendOfMessage(id: string) {
      asked.push(id);
      return undefined;
    },
  };
  const question = readQuestion(text);
  if (question?.kind !== 'search') throw new Error('no question');
  const asker = { teamId: 'T1', channelId: 'C1', actorId: 'U1' };
  const person = { asker, workspaceUrl: undefined, timeZone: async () => 'UTC' };
  await createReplyToLookup({ ...needs, lookup, log: memoryLog() })(question, person, async () => undefined);
  return asked;
}

describe('the question for one message', () => {
  it('takes every message ID that Kaleyra or WhatsApp may give', async () => {
    const whole = fc
      .uint8Array({ minLength: 3, maxLength: 60 })
      .map((bytes) => `wamid.${Buffer.from(bytes).toString('base64')}`);
    const id = fc.oneof(
      whole,
      fc.uuid().map((uuid) => `${uuid}:1`),
      fc.stringMatching(/^[a-z][\w.:=+/-]{3,60}$/),
    );
    await fc.assert(
      fc.asyncProperty(id, fc.constantFrom('', '`'), async (text, mark) => {
        fc.pre(readMessageId(text) === text);

        expect(await askedBy(`status ${mark}${text}${mark}`)).toEqual([text]);
      }),
    );
  });
});
