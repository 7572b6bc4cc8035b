import { describe, expect, it } from 'vitest';
import { createMetadataSigning, withSignedMetadata } from '../../../src/slack/access/signed-metadata.ts';
import { writeSendMetadata } from '../../../src/slack/details/send-metadata.ts';
import { type PressArgs, readPress } from '../../../src/slack/listeners/actions/press.ts';
import { createResumeSendingAction } from '../../../src/slack/listeners/actions/resume-sending-action.ts';
import { memoryLog, startSlack } from '../../support/slack.ts';
import { slackNeeds } from '../../support/slack-needs.ts';

const away = () => Promise.reject(new Error('away'));

describe('“Resume” while the ledger is away', () => {
  it('says to the person alone that sending is still paused, and leaves the notice as it is', async () => {
    const replies: unknown[] = [];
    const press = {
      ack: async () => undefined,
      action: { type: 'button', value: 'P1' },
      body: { user: { id: 'U1' } },
      respond: async (reply: unknown) => void replies.push(reply),
    } as unknown as Parameters<ReturnType<typeof createResumeSendingAction>>[0];

    await createResumeSendingAction({ resumeSending: away, log: memoryLog() })(press);

    expect(replies).toEqual([
      {
        text: expect.stringMatching(/^Sending is still paused.*Press Resume again/),
        response_type: 'ephemeral',
        replace_original: false,
      },
    ]);
  });
});

describe('“Refresh templates”', () => {
  it('shows the list only in the form that it was pressed in: Slack refuses it for one that changed meanwhile', async () => {
    const slack = await startSlack(slackNeeds().needs);
    await slack.command('/whatsapp-send');

    await slack.pressInView('refresh_templates', 'refresh', { recipients: '+91 98765 43210' });

    const update = slack.calls.find(({ method }) => method === 'views.update');
    expect(update?.fields).toMatchObject({ view_id: 'V1', hash: '1' });
    expect(JSON.stringify(slack.view)).toContain('+91 98765 43210');
  });

  it('stays quiet when that form is gone', async () => {
    const slack = await startSlack(slackNeeds().needs);
    await slack.command('/whatsapp-send');
    slack.fail('views.update', 'hash_conflict');

    await slack.pressInView('refresh_templates', 'refresh');

    expect(slack.log.lines).toContainEqual({
      level: 'info',
      data: { code: 'hash_conflict' },
      message: 'compose view not refreshed',
    });
    expect(slack.ephemeral).toEqual([]);
  });
});

describe('a question about a message while the ledger is away', () => {
  it.each(['status 01JD0000000000000000000000', 'recent'])('is answered with what to do: %s', async (question) => {
    const { needs } = slackNeeds();
    const lookup = { ...needs.lookup, findSend: away, findSendOfMessage: away, searchSends: away };
    const slack = await startSlack({ ...needs, lookup });

    await slack.command(`/whatsapp-send ${question}`);
    await slack.drain();

    expect(slack.ephemeral).toMatchObject([{ text: 'That could not be looked up just now. Try again in a moment.' }]);
  });
});

describe('a press on something about a send', () => {
  async function pressOf(where: object) {
    const context: Record<string, unknown> = { installationId: 'T1' };
    const body = { user: { id: 'U1' } };
    const args = { body, context, next: async () => undefined } as unknown;
    await createMetadataSigning('xoxb-1')(args as Parameters<ReturnType<typeof createMetadataSigning>>[0]);
    const view = withSignedMetadata(context, {
      private_metadata: writeSendMetadata({ sendId: 'S1', channelId: 'C7', page: 0, scope: 'all', asOf: 1 }),
    });
    const press = {
      action: { type: 'button', value: 'S1 S1.0' },
      body: { ...body, view, ...where },
      context,
    } as unknown;
    return readPress(press as Pick<PressArgs, 'action' | 'body' | 'context'>);
  }

  it('is made where Slack says, and in a view where that was opened', async () => {
    const inChannel = await pressOf({ channel: { id: 'C1' } });
    const inView = await pressOf({});

    expect(inChannel).toEqual({
      sendId: 'S1',
      deliveryId: 'S1.0',
      asker: { teamId: 'T1', channelId: 'C1', actorId: 'U1' },
    });
    expect(inView.asker.channelId).toBe('C7');
  });
});
