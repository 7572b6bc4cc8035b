import { describe, expect, it, vi } from 'vitest';
import { createResolveUnknown } from '../../../src/flow/send/resolve-unknown.ts';
import { createListeners } from '../../../src/slack/listeners/register.ts';
import { claim, newSend, openNew } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { shownText } from '../../support/block-walk.ts';
import { NO_FILES } from '../../support/lists.ts';
import { memoryLog, type SlackSetting, startSlack } from '../../support/slack.ts';
import { slackNeeds } from '../../support/slack-needs.ts';

const SENTENCE = 'Only people of the workspace where this app is installed can use it.';
const TRIGGER = { trigger_id: 'trigger-1' };
const RESPONSE = { response_url: 'https://hooks.slack.test/actions/1' };
const LISTENERS = createListeners({
  ...slackNeeds().needs,
  files: NO_FILES,
  isGuest: async () => false,
  log: memoryLog(),
});

/** Slack before a real ledger that holds S1, sent by U5 in C1 for `teamId`. */
async function openScene(setting: SlackSetting = {}, teamId = 'T1') {
  const { ledger, lookup } = await openNew(createSqliteDatabase);
  await ledger.accept(newSend('S1', { order: { actorId: 'U5', teamId } }));
  const batch = await claim(ledger);
  const failure = { reason: 'no_answer', code: undefined, text: undefined } as const;
  const settled = batch.deliveryIds.map(
    (id) => ({ deliveryId: id, status: 'unknown', messageId: undefined, failure }) as const,
  );
  await ledger.settleBatch(batch, settled, undefined);
  const resumed: string[] = [];
  const stopped: string[] = [];
  const asked = slackNeeds({
    needs: {
      lookup,
      resolveUnknown: createResolveUnknown({ lookup, wakeCards: () => undefined, log: memoryLog() }),
      async stopSend(sendId) {
        stopped.push(sendId);
        return { kind: 'nothing_waits' };
      },
      resumeSending: async (pauseId) => resumed.push(pauseId) > 0,
    },
  });
  const slack = await startSlack(asked.needs, setting);
  const statuses = async () =>
    (await ledger.findSend('S1'))?.deliveries.map(({ status, manualReport }) => [status, manualReport]);
  return { ...asked, ledger, resumed, slack, statuses, stopped };
}

function by(theirs: string | undefined, type: string, team: string | undefined = 'T1') {
  return { type, team: { id: team }, user: { id: 'U9', name: 'noor', team_id: theirs }, ...TRIGGER };
}

const VIEW = { id: 'V9', type: 'modal', app_installed_team_id: 'T1', blocks: [], state: { values: {} }, hash: '1' };

function press(actionId: string, theirs: string | undefined, place: object) {
  const value = { value: 'S1 S1.0', selected_option: { value: 'all', text: { type: 'plain_text', text: 'all' } } };
  return {
    ...by(theirs, 'block_actions'),
    ...place,
    actions: [{ type: 'button', action_id: actionId, block_id: 'b', ...value }],
  };
}

const IN_CHANNEL = { channel: { id: 'C1', name: 'support' }, container: { type: 'message' }, ...RESPONSE };
const METADATA = JSON.stringify({ sendId: 'S1', draftId: 'draft-1', channelId: 'C1', kept: {}, parentId: 'S1' });

/** Everything that a person can do to the app, by name, as a person of `theirs` does it. */
const DOINGS: readonly (readonly [string, (theirs: string | undefined) => object])[] = [
  ...['', 'help', 'recent', 'status S1', 'booking_confirm +919876543210'].map(
    (text) =>
      [
        `/whatsapp-send ${text}`,
        (theirs: string | undefined) => ({
          command: '/whatsapp-send',
          text,
          team_id: theirs,
          user_id: 'U9',
          channel_id: 'C1',
          ...TRIGGER,
          ...RESPONSE,
        }),
      ] as const,
  ),
  ...Object.keys(LISTENERS.actions).flatMap((id) => [
    [`${id} on a message`, (theirs: string | undefined) => press(id, theirs, IN_CHANNEL)] as const,
    [
      `${id} in a view`,
      (theirs: string | undefined) => press(id, theirs, { view: { ...VIEW, private_metadata: METADATA } }),
    ] as const,
  ]),
  ...Object.keys(LISTENERS.views).flatMap((callback_id) =>
    ['view_submission', 'view_closed'].map(
      (type) =>
        [
          `${type} of ${callback_id}`,
          (theirs: string | undefined) => ({
            ...by(theirs, type, theirs),
            view: { ...VIEW, callback_id, private_metadata: METADATA },
          }),
        ] as const,
    ),
  ),
  ...Object.keys(LISTENERS.options).map(
    (id) =>
      [
        `options of ${id}`,
        (theirs: string | undefined) => ({
          ...by(theirs, 'block_suggestion'),
          action_id: id,
          block_id: id,
          value: 'booking',
          view: { ...VIEW, private_metadata: METADATA },
        }),
      ] as const,
  ),
  ['a global shortcut', (theirs) => ({ ...by(theirs, 'shortcut'), callback_id: 'whatsapp_send_global' })],
  [
    'a message shortcut',
    (theirs) => ({ ...by(theirs, 'message_action'), callback_id: 'whatsapp_send_message', message: {}, ...IN_CHANNEL }),
  ],
  ['a button of an older release', (theirs) => press('button_of_old', theirs, IN_CHANNEL)],
];

describe.each(DOINGS)('%s', (name, payload) => {
  it.each([
    ['another company', 'T2'],
    ['a workspace that is not named', undefined],
  ])('by a person of %s is acked, gets one sentence at most, and does nothing', async (_, theirs) => {
    const { requested, resumed, reviewed, slack, statuses } = await openScene();
    const before = await statuses();

    const acks = await slack.deliver(payload(theirs));

    const said = JSON.stringify([acks, slack.ephemeral, slack.calls]);
    expect(acks).toHaveLength(1);
    expect(said).not.toMatch(/98700|98765|booking|Asha|0000|m:0|S1|opens the form/i);
    expect(slack.calls.map(({ method }) => method).filter((method) => method !== 'views.update')).toEqual([]);
    expect([requested, resumed, reviewed]).toEqual([[], [], []]);
    expect(await statuses()).toEqual(before);
    const isTold = !/closed|options|global/.test(name);
    expect(said.split(SENTENCE)).toHaveLength(isTold ? 2 : 1);
    const refusals = slack.log.lines.filter(({ message }) => message.startsWith('refused'));
    expect(refusals).toHaveLength(1);
    expect(JSON.stringify(refusals)).not.toMatch(/U9|noor|T2|T1/);
    expect(slack.ephemeral.every(({ url }) => url === RESPONSE.response_url)).toBe(true);
  });

  it('by a colleague is not refused', async () => {
    const { slack } = await openScene();

    const acks = await slack.deliver(payload('T1'));

    expect(acks).toHaveLength(1);
    expect(JSON.stringify([acks, slack.ephemeral, slack.calls])).not.toContain(SENTENCE);
    expect(slack.log.lines.filter(({ message }) => message.startsWith('refused'))).toEqual([]);
  });
});

describe('events', () => {
  it('by a person of another workspace are dropped, with one log line', async () => {
    const { slack } = await openScene();
    const event = { type: 'app_mention', user: 'U9', user_team: 'T2', channel: 'C1', text: 'hi', ts: '1.1' };

    await slack.deliver({ type: 'event_callback', team_id: 'T1', event, event_id: 'Ev1' });

    expect([slack.calls, slack.ephemeral]).toEqual([[], []]);
    expect(slack.log.lines.map(({ message }) => message)).toEqual(['refused: a person of another workspace']);
  });
});

it('a command of another company is refused in its ack, which needs no other request', async () => {
  const { slack } = await openScene();
  const place = { team_id: 'T2', user_id: 'U9', channel_id: 'C1' };

  const acks = await slack.deliver({ command: '/whatsapp-send', text: '', ...place, ...TRIGGER, ...RESPONSE });

  expect(acks).toMatchObject([{ text: expect.stringContaining(SENTENCE) }]);
  expect(slack.ephemeral).toEqual([]);
});

describe('before Slack has said where the app is installed', () => {
  it('a command is acked at once, and goes on when Slack has said it', async () => {
    const { slack } = await openScene({ authTest: undefined });

    const delivered = slack.command('/whatsapp-send booking_confirm +919876543210');
    await expect.poll(() => slack.acks).toEqual([undefined]);
    expect(slack.calls).toEqual([]);
    await slack.learn({ team_id: 'T1' });
    await delivered;

    expect(slack.acks).toEqual([undefined]);
    expect(slack.view.callback_id).toBe('whatsapp_send');
  });

  it('help comes all the same, through the response URL', async () => {
    const { slack } = await openScene({ authTest: undefined });

    const delivered = slack.command('/whatsapp-send help');
    await slack.learn({ team_id: 'T1' });
    await delivered;

    expect(slack.ephemeral).toMatchObject([{ text: expect.stringContaining('opens the form') }]);
  });

  it('a command from another workspace is refused when Slack has said it', async () => {
    const { slack } = await openScene({ authTest: undefined });

    const delivered = slack.command('/whatsapp-send recent');
    await slack.learn({ team_id: 'T2' });
    await delivered;

    expect(slack.ephemeral).toMatchObject([{ text: expect.stringContaining(SENTENCE) }]);
  });

  it('everybody is refused and asked to try again when Slack does not say it in time', async () => {
    const { slack } = await openScene({ authTest: undefined });
    const startedAt = performance.now();

    const acks = await slack.press('send_details', 'S1');
    await expect(slack.submitRaw('whatsapp_send_review')).rejects.toThrow('not known yet');

    expect(acks).toEqual([undefined]);
    expect(performance.now() - startedAt).toBeLessThan(6_000);
    expect(slack.ephemeral).toMatchObject([{ text: expect.stringContaining('Try again in a moment') }]);
    expect(slack.calls).toEqual([]);
  });

  it('a form in use stays as it is', async () => {
    const { slack } = await openScene({ authTest: undefined });

    const acks = await slack.deliver(press('template', 'T1', { view: { ...VIEW, private_metadata: METADATA } }));

    expect([acks, slack.calls, slack.ephemeral]).toEqual([[undefined], [], []]);
  });
});

describe('an org-wide installation', () => {
  const ORG = { team_id: 'E1', enterprise_id: 'E1', is_enterprise_install: true };
  const orgPress = (actionId: string, theirs: string) => ({
    ...press(actionId, theirs, IN_CHANNEL),
    team: null,
    enterprise: { id: 'E1', name: 'Acme' },
    is_enterprise_install: true,
  });

  it('shows a send to colleagues in every workspace of the organisation', async () => {
    const { slack } = await openScene({ authTest: ORG, orgTeamIds: ['T1', 'T2'] }, 'E1');

    await slack.deliver(orgPress('send_details', 'T2'));
    await slack.deliver({
      command: '/whatsapp-send',
      text: 'status S1',
      team_id: 'T2',
      enterprise_id: 'E1',
      is_enterprise_install: 'true',
      user_id: 'U9',
      channel_id: 'C1',
      ...RESPONSE,
    });

    expect(shownText(slack.view.blocks)).toContain('•••• 0000');
    expect(shownText(slack.ephemeral[0]?.blocks)).toContain('•••• 0000');
  });

  it('lets colleagues of a workspace in that joined the organisation after the start', async () => {
    const orgTeamIds = ['T1'];
    const { slack } = await openScene({ authTest: ORG, orgTeamIds }, 'E1');
    const inAMinute = performance.now() + 61_000;
    orgTeamIds.push('T2');

    await slack.deliver(orgPress('send_details', 'T2'));
    const before = slack.depth;
    vi.spyOn(performance, 'now').mockReturnValue(inAMinute);
    await slack.deliver(orgPress('send_details', 'T2'));

    expect([before, slack.depth]).toEqual([0, 1]);
    expect(shownText(slack.view.blocks)).toContain('•••• 0000');
  });

  it('is still closed to another organisation', async () => {
    const { slack } = await openScene({ authTest: ORG, orgTeamIds: ['T1', 'T2'] }, 'E1');

    await slack.deliver(orgPress('send_again', 'T9'));

    expect(slack.depth).toBe(0);
    expect(slack.ephemeral).toMatchObject([{ text: expect.stringContaining(SENTENCE) }]);
  });
});

describe('guests', () => {
  const GUESTS = { U8: { is_restricted: true }, U9: { is_ultra_restricted: true } };

  it.each(['send_details', 'send_ids', 'send_again'])(
    'find nothing behind %s of somebody else’s send',
    async (actionId) => {
      for (const userId of ['U8', 'U9']) {
        const { slack } = await openScene({ users: GUESTS });

        await slack.press(actionId, 'S1', { userId });

        expect(shownText(slack.view.blocks)).toContain('Guests can look up only what they sent themselves.');
        expect(JSON.stringify(slack.view)).not.toMatch(/98700|Asha|0000/);
      }
    },
  );

  it('learn nothing by asking, and say nothing about it', async () => {
    const { slack, statuses } = await openScene({ users: { U1: { is_restricted: true } } });
    const before = await statuses();

    await slack.command('/whatsapp-send status S1');
    await slack.command('/whatsapp-send recent');
    await slack.command('/whatsapp-send status 0000');
    await slack.command('/whatsapp-send status +91 98700 00000');
    await slack.press('say_arrived', 'S1 S1.0');

    expect(slack.ephemeral.map(({ text }) => text)).toEqual([
      expect.stringContaining('There is no message with this ID in this channel'),
      expect.stringContaining('Nothing has been sent from this channel'),
      expect.stringContaining('There is no message to •••• 0000'),
      expect.stringContaining('There is no message to •••• 0000'),
      expect.stringContaining('This message cannot be looked up here'),
    ]);
    expect(await statuses()).toEqual(before);
  });

  it('cancel nothing of somebody else’s, and all that they sent themselves', async () => {
    const { slack, stopped } = await openScene({ users: { U1: { is_restricted: true }, U5: { is_restricted: true } } });

    await slack.press('send_cancel', 'S1');
    const byAnother = [...stopped];
    await slack.press('send_cancel', 'S1', { userId: 'U5' });

    expect(byAnother).toEqual([]);
    expect(slack.ephemeral[0]).toMatchObject({
      text: expect.stringContaining('This message cannot be looked up here'),
    });
    expect(stopped).toEqual(['S1']);
  });

  it('see their own, and Slack is not even asked', async () => {
    const { slack } = await openScene({ users: { U5: { is_restricted: true } } });

    await slack.press('send_details', 'S1', { userId: 'U5' });

    expect(shownText(slack.view.blocks)).toContain('•••• 0000');
    expect(slack.calls.map(({ method }) => method)).toEqual(['views.open', 'views.update']);
  });

  it('are looked up once in five minutes', async () => {
    const { slack } = await openScene();

    for (let count = 0; count < 3; count += 1) await slack.press('send_details', 'S1');

    expect(shownText(slack.view.blocks)).toContain('•••• 0000');
    expect(slack.calls.filter(({ method }) => method === 'users.info')).toHaveLength(1);
  });

  it('count as members without users:read, so that colleagues keep access', async () => {
    const { slack } = await openScene();
    slack.fail('users.info', 'missing_scope');

    for (let count = 0; count < 3; count += 1) await slack.press('send_details', 'S1');

    expect(shownText(slack.view.blocks)).toContain('•••• 0000');
    expect(slack.calls.filter(({ method }) => method === 'users.info')).toHaveLength(1);
  });

  it('do not count as members while Slack does not respond', async () => {
    const { slack } = await openScene();
    slack.disconnect('users.info');

    await slack.press('send_details', 'S1');
    await slack.command('/whatsapp-send status S1');

    expect(shownText(slack.view.blocks)).toContain('could not be looked up just now');
    expect(slack.ephemeral).toMatchObject([{ text: expect.stringContaining('could not be looked up just now') }]);
  });
});
