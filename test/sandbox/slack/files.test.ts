import { describe, expect, it } from 'vitest';
import { createReadSlackFile } from '../../../src/slack/files/read-file.ts';
import { createSendFileToPerson } from '../../../src/slack/files/send-file.ts';
import { ASHA, BOT_TOKEN, openModal, type StartedSlack, startSlack } from '../support/slack.ts';

const SCOPES = ['commands', 'chat:write', 'files:read', 'files:write'];
const CSV = 'phone,name\n+919811111111,Asha\n';

async function uploadOf(slack: StartedSlack, text = CSV) {
  const { file } = await slack.upload({
    memberId: ASHA,
    name: 'guests.csv',
    base64: Buffer.from(text).toString('base64'),
  });
  if (file === undefined) throw new Error('The file was not taken.');
  return file;
}

function reader({ client, origin }: StartedSlack) {
  return createReadSlackFile({ client, botToken: BOT_TOKEN, apiUrl: `${origin}/api/` });
}

describe('a file in a form', () => {
  it('comes with the submission, and the bot can read it', async () => {
    const slack = await startSlack(() => ({}), { scopes: SCOPES });
    const viewId = await openModal(slack, {
      blocks: [
        {
          type: 'input',
          block_id: 'list',
          label: { type: 'plain_text', text: 'List' },
          element: { type: 'file_input', action_id: 'list_file', max_files: 1, filetypes: ['csv'] },
        },
      ],
    });
    const file = await uploadOf(slack);
    const state = { list: { list_file: { type: 'file_input', files: [file] } } };
    await slack.submit({ memberId: ASHA, viewId, state });

    expect(slack.bot.requests.at(-1)?.payload.view?.state.values).toEqual(state);
    expect(await reader(slack)(file.id, 1_000)).toEqual({
      ok: true,
      value: { name: 'guests.csv', bytes: Buffer.from(CSV) },
    });
  });

  it('is asked for when there is none', async () => {
    const slack = await startSlack(() => ({}), { scopes: SCOPES });
    const element = { type: 'file_input', action_id: 'list_file' };
    const viewId = await openModal(slack, {
      blocks: [{ type: 'input', block_id: 'list', label: { type: 'plain_text', text: 'List' }, element }],
    });
    expect(await slack.submit({ memberId: ASHA, viewId, state: {} })).toEqual({
      errors: { list: 'Please complete this required field.' },
    });
  });

  it('is a login page to a bot without the scope', async () => {
    const slack = await startSlack(() => ({}), { scopes: ['commands', 'chat:write'] });
    const file = await uploadOf(slack);
    expect(await reader(slack)(file.id, 1_000)).toEqual({ ok: false, failure: 'no_permission' });
    const response = await fetch(`${slack.origin}/files/${file.id}/download/guests.csv`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('Sign in');
  });
});

describe('a file of the bot', () => {
  it('lies in the direct messages of one person', async () => {
    const slack = await startSlack(() => ({}), { scopes: SCOPES });
    const bytes = Buffer.from('row,problem\r\n');
    const sent = createSendFileToPerson({ client: slack.client });
    expect(await sent({ userId: ASHA, name: 'problems.csv', bytes, comment: 'What I could not read' })).toEqual({
      kind: 'sent',
    });
    const message = slack.workspace.messages().find(({ files }) => files !== undefined);
    expect(message?.channelId).toBe(slack.workspace.directChannel(ASHA)?.id);
    expect(slack.files.find(message?.files?.[0]?.id ?? '')?.bytes).toEqual(bytes);
  });
});
