import { describe, expect, it, onTestFinished } from 'vitest';
import { createSlack } from '../../../../src/slack/connection/slack-app.ts';
import type { SlackNeeds } from '../../../../src/slack/listeners/register.ts';
import { memoryLog } from '../../../support/slack.ts';
import { slackNeeds } from '../../../support/slack-needs.ts';
import { type SocketModeServer, startSocketMode } from '../../../support/socket-mode.ts';

const WHO = { user_id: 'UBOT', bot_id: 'BBOT', team_id: 'T1' };

type ServerOptions = Parameters<typeof startSocketMode>[1];

/** A bot, and the Slack that it is to open sockets to. */
async function slackAt(
  server: ServerOptions = {},
  needs: Partial<SlackNeeds> = {},
  answers: Record<string, object> = {},
) {
  answers['auth.test'] ??= WHO;
  const link = await startSocketMode(answers, server);
  const log = memoryLog();
  const slack = createSlack({
    credentials: {
      botToken: 'xoxb-canary-token',
      signingSecret: undefined,
      appToken: 'xapp-canary-token',
      apiUrl: link.apiUrl,
    },
    log,
    needs: slackNeeds({ needs }).needs,
  });
  onTestFinished(async () => {
    await slack.stop();
    link.close();
  });
  return { link, log, slack };
}

/** The same with both sockets open. */
async function linked(...args: Parameters<typeof slackAt>) {
  const parts = await slackAt(...args);
  await parts.slack.start();
  await parts.link.connected(2);
  await expect.poll(() => parts.slack.connections()?.opened).toBe(2);
  return parts;
}

const SOMEBODY = { team_id: 'T1', user_id: 'U1', channel_id: 'C1', trigger_id: 'trigger-1' };
let envelopes = 0;

function envelope(type: string, payload: unknown) {
  return { envelope_id: `E${++envelopes}`, type, accepts_response_payload: true, payload };
}

function command(text = 'help') {
  const response_url = 'https://hooks.slack.test/1';
  return envelope('slash_commands', { command: '/whatsapp-send', text, response_url, ...SOMEBODY });
}

/** A confirmed review; the bot acks it when the send is written down. */
function submission() {
  return envelope('interactive', {
    type: 'view_submission',
    team: { id: 'T1' },
    user: { id: 'U1', team_id: 'T1' },
    view: { id: 'V7', callback_id: 'whatsapp_send_review', private_metadata: '{"draftId":"draft-1"}', blocks: [] },
  });
}

const HELPED = { payload: { text: expect.stringContaining('opens the form') } };

function lineAt({ lines }: SocketModeServer, index: number) {
  const line = lines[index];
  if (line === undefined) throw new Error(`the bot has no socket ${index}`);
  return line;
}

/** A ledger that answers when it is told to. */
function slowLedger() {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  const requestSend: SlackNeeds['requestSend'] = async () => {
    asked.resolve();
    await answer.promise;
    return { kind: 'accepted', sendId: 'S1', isNew: true };
  };
  return { needs: { requestSend }, asked: asked.promise, answers: answer.resolve };
}

describe('a bot over Socket Mode', () => {
  it('takes a command and acks it on the socket, with no address of its own', async () => {
    const { link } = await linked();
    const typed = command();

    expect(await link.ask(typed)).toEqual({
      envelope_id: typed.envelope_id,
      payload: { response_type: 'ephemeral', text: expect.stringContaining('opens the form') },
    });
  });

  it('tells the person when it cannot read what Slack made of a command or of a form', async () => {
    const { link } = await linked();
    const text = expect.stringMatching(/cannot read, so nothing was sent/);

    const ofCommand = await link.ask(envelope('slash_commands', { command: '/whatsapp-send', text: 7, ...SOMEBODY }));
    const ofForm = await link.ask(envelope('interactive', { type: 'view_submission', view: 7 }));

    expect(ofCommand).toMatchObject({ payload: { text } });
    expect(ofForm).toMatchObject({ payload: { response_action: 'push', view: { type: 'modal' } } });
    expect(JSON.stringify(ofForm)).toContain('nothing was sent');
  });

  it('opens the form through the same API', async () => {
    const { link } = await linked();

    await link.ask(command('booking_confirm +919876543210'));

    await link.called('views.open');
  });

  it('holds two connections, and serves what comes through either', async () => {
    const { link } = await linked();

    const answers = await Promise.all(link.lines.map((line) => link.ask(command(), line)));

    expect(answers).toMatchObject([HELPED, HELPED]);
  });

  it('acks a step that it does not have, and takes no event for news that it caused itself', async () => {
    const { link } = await linked();
    const step = { type: 'function_executed', function: { callback_id: 'old' }, function_execution_id: 'Fx1' };
    const told = (event: object) => envelope('events_api', { type: 'event_callback', team_id: 'T1', event });

    expect(await link.ask(told({ ...step, user: WHO.user_id }))).toMatchObject({ payload: {} });
    expect(link.calls).not.toContain('functions.completeError');
    expect(await link.ask(told(step))).toMatchObject({ payload: {} });
    await link.called('functions.completeError');
    expect(await link.ask(command())).toMatchObject(HELPED);
  });

  it('does not ack what broke, and serves the next', async () => {
    const broken = async () => {
      throw new Error('secret 919876543210');
    };
    const { link, log } = await linked({}, { requestSend: broken });
    const submitted = submission();

    link.send(submitted);
    await expect.poll(() => log.lines.map(({ message }) => message)).toContain('slack event failed');

    expect(await link.ask(command())).toMatchObject(HELPED);
    expect(link.acks.map(({ envelope_id }) => envelope_id)).not.toContain(submitted.envelope_id);
    expect(JSON.stringify(log.lines)).not.toContain('919876543210');
  });
});

describe('a refresh that Slack asks for', () => {
  it('loses no command: 10 of 10 are acked while one connection is renewed', async () => {
    const { link } = await linked();
    const [old] = link.lines;
    link.refresh(lineAt(link, 0));

    const answers = [];
    for (let typed = 0; typed < 10; typed++) answers.push(await link.ask(command()));

    expect(answers).toHaveLength(10);
    for (const answer of answers) expect(answer).toMatchObject(HELPED);
    await link.connected(2);
    expect(link.lines).not.toContain(old);
  });

  it('loses no command when both connections are renewed at once', async () => {
    const { link } = await linked();
    const old = [...link.lines];
    for (const line of old) link.refresh(line);
    await link.connected(3);

    for (let typed = 0; typed < 10; typed++) expect(await link.ask(command())).toMatchObject(HELPED);

    await expect.poll(() => link.lines.filter((line) => !old.includes(line)).length).toBe(2);
    await link.connected(2);
  });

  it('never leaves the bot with no connection, over and over', async () => {
    const { link } = await linked();
    let fewest = Number.POSITIVE_INFINITY;

    for (let round = 0; round < 3; round++) {
      const before = [...link.lines];
      link.refresh(lineAt(link, 0), 'warning');
      await expect
        .poll(
          () => {
            fewest = Math.min(fewest, link.lines.length);
            return link.lines.length === 2 && link.lines[0] !== before[0];
          },
          { timeout: 5_000, interval: 1 },
        )
        .toBe(true);
    }

    expect(fewest).toBeGreaterThanOrEqual(2);
  }, 15_000);

  it('loses no ack that is under way: 10 of 10', async () => {
    for (let time = 0; time < 10; time++) {
      const ledger = slowLedger();
      const { link } = await linked({}, ledger.needs);
      const submitted = submission();
      const line = lineAt(link, 0);
      link.send(submitted, line);
      await ledger.asked;

      link.refresh(line);
      await link.connected(3);
      await link.ask(command(), lineAt(link, 2));
      ledger.answers();

      expect(await link.acked(submitted.envelope_id)).toMatchObject({ payload: { response_action: 'clear' } });
      expect(link.ackedThrough(submitted.envelope_id)).toBe(line);
      await link.connected(2);
      expect(link.lines).not.toContain(line);
    }
  }, 20_000);

  it('loses no ack when the connection breaks under it: it goes through the other', async () => {
    const ledger = slowLedger();
    const { link } = await linked({}, ledger.needs);
    const submitted = submission();
    const line = lineAt(link, 0);
    link.send(submitted, line);
    await ledger.asked;

    line.socket.terminate();
    await expect.poll(() => link.lines.includes(line)).toBe(false);
    await expect.poll(() => line.socket.readyState).toBe(line.socket.CLOSED);
    ledger.answers();

    expect(await link.acked(submitted.envelope_id)).toMatchObject({ payload: { response_action: 'clear' } });
  });

  it('is followed by a new connection also when Slack simply closes', async () => {
    const { link } = await linked();
    const [old] = link.lines;

    lineAt(link, 0).socket.close(1000);

    await expect.poll(() => link.lines.length === 2 && link.lines[0] !== old).toBe(true);
    expect(await link.ask(command())).toMatchObject(HELPED);
  });

  it('is tried again while Slack gives out no address, and the other connection serves', async () => {
    const answers: Record<string, object> = {};
    const { link, log } = await linked({}, {}, answers);
    answers['apps.connections.open'] = { ok: false, error: 'internal_error' };
    lineAt(link, 0).socket.terminate();
    await expect
      .poll(() => log.lines)
      .toContainEqual(expect.objectContaining({ level: 'error', data: { code: 'internal_error' } }));

    expect(await link.ask(command())).toMatchObject(HELPED);
    delete answers['apps.connections.open'];

    await link.connected(2);
  });
});

describe('the stop', () => {
  it('while auth.test is under way opens no socket', async () => {
    const { link, slack } = await slackAt({ delayMs: (method) => (method === 'auth.test' ? 100 : 0) });
    const starting = slack.start();
    await link.called('auth.test');

    await slack.stop();
    await starting;

    expect(link.calls).toEqual(['auth.test']);
    expect(link.lines).toEqual([]);
  });

  it('while Slack is asked for an address opens no socket', async () => {
    const { link, slack } = await slackAt({ delayMs: (method) => (method === 'apps.connections.open' ? 60_000 : 0) });
    const starting = slack.start();
    await link.called('apps.connections.open');

    await slack.stop();
    await starting;

    await link.gaveUp('apps.connections.open');
    expect(link.lines).toEqual([]);
  });

  it('before hello closes the socket, and is no failure', async () => {
    const { link, log, slack } = await slackAt({ saysHello: () => false });
    const starting = slack.start();
    await link.connected(1);

    await slack.stop();
    await starting;

    await link.connected(0);
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('during a reconnect closes what was opening, and opens nothing more', async () => {
    let saysHello = true;
    const { link, slack } = await linked({ saysHello: () => saysHello });
    saysHello = false;
    lineAt(link, 0).socket.terminate();
    await link.called('apps.connections.open', 3);
    await link.connected(2);

    await slack.stop();

    await link.connected(0);
    expect(slack.connections()?.opened).toBe(0);
  });

  it('lets an ack that is under way reach Slack', async () => {
    const ledger = slowLedger();
    const { link, slack } = await linked({}, ledger.needs);
    const submitted = submission();
    link.send(submitted);
    await ledger.asked;

    const stopped = slack.stop();
    ledger.answers();
    await stopped;

    expect(await link.acked(submitted.envelope_id)).toMatchObject({ payload: { response_action: 'clear' } });
    await link.connected(0);
  });
});

describe('a frame that is not of Slack’s kind', () => {
  const unreadable: [string, object | string | Buffer][] = [
    ['no JSON', 'hello?'],
    ['cut JSON', '{"type":"hello"'],
    ['empty', ''],
    ['null', 'null'],
    ['a number', '7'],
    ['a list', '[{"type":"slash_commands"}]'],
    ['binary', Buffer.from([0, 1, 2, 255])],
    ['binary that is JSON', Buffer.from('{"type":"disconnect"}')],
    ['5 MB', JSON.stringify({ type: 'slash_commands', envelope_id: 'E', payload: { text: 'x'.repeat(5_000_000) } })],
    ['without a type', { envelope_id: 'E', payload: {} }],
    ['of an unknown type', { type: 'surprise', envelope_id: 'E', payload: {} }],
    ['named like an event of the library', { type: 'close', envelope_id: 'E', payload: {} }],
    ['named like an error', { type: 'error', payload: { error: 'x' } }],
    ['without an envelope_id', { type: 'slash_commands', payload: {} }],
    ['with an envelope_id that is a number', { type: 'interactive', envelope_id: 7, payload: {} }],
    ['without a payload', { type: 'interactive', envelope_id: 'E' }],
    ['with a payload of null', { type: 'interactive', envelope_id: 'E', payload: null }],
    ['with a payload that is a list', { type: 'events_api', envelope_id: 'E', payload: [] }],
  ];

  it.each(unreadable)('is ignored when it is %s, and the same connection handles the next', async (_, frame) => {
    const { link, log } = await linked();
    const line = lineAt(link, 0);

    link.send(frame, line);

    expect(await link.ask(command(), line)).toMatchObject(HELPED);
    expect(log.lines).toContainEqual(expect.objectContaining({ level: 'warn', message: 'slack frame ignored' }));
    expect(link.lines).toHaveLength(2);
  });

  it.each<[string, unknown]>([
    ['is empty', {}],
    ['has no event in its callback', { type: 'event_callback' }],
    ['has an event of null', { type: 'event_callback', event: null }],
    ['has an event without a type', { type: 'event_callback', event: {} }],
    ['has no actions', { type: 'block_actions', actions: null, user: null, team: null }],
    ['has no view', { type: 'view_submission', team: null, user: {} }],
    ['has a command that is a number', { command: 7 }],
    ['has a function without an ID', { type: 'event_callback', event: { type: 'function_executed' } }],
  ])('may be an envelope whose payload %s', async (_, payload) => {
    const { link } = await linked();
    const line = lineAt(link, 0);

    for (const type of ['slash_commands', 'interactive', 'events_api']) link.send(envelope(type, payload), line);

    expect(await link.ask(command(), line)).toMatchObject(HELPED);
    expect(link.lines).toHaveLength(2);
  });

  it('costs its connection and nothing else when it breaks the rules of WebSocket', async () => {
    const { link } = await linked();
    const line = lineAt(link, 0);

    line.socket.send(Buffer.from([0xff, 0xfe]), { binary: false });

    await expect.poll(() => !link.lines.includes(line) && link.lines.length).toBe(2);
    expect(await link.ask(command())).toMatchObject(HELPED);
  });

  it('may say hello or goodbye with anything in it', async () => {
    const { link } = await linked();

    link.send({ type: 'hello', num_connections: 'many' });
    link.send({ type: 'disconnect', reason: { a: '+919876543210' } });

    await link.called('apps.connections.open', 3);
    expect(await link.ask(command())).toMatchObject(HELPED);
  });
});

describe('connections that Slack counts', () => {
  const GHOSTS = { level: 'warn', message: 'Slack counts more connections than this process opened' };

  it('are no news when they are those that the bot opened, refreshes included', async () => {
    const { link, log, slack } = await linked();

    for (const line of [...link.lines]) link.refresh(line);
    await link.called('apps.connections.open', 4);
    await link.connected(2);

    expect(slack.connections()).toMatchObject({ opened: 2 });
    expect(log.lines).not.toContainEqual(expect.objectContaining(GHOSTS));
  });

  it('are warned of once when there are more: those get a share of the clicks', async () => {
    const { log, slack } = await linked({ ghosts: 8 });

    expect(slack.connections()).toEqual({ opened: 2, counted: 10 });
    expect(log.lines.filter(({ message }) => message === GHOSTS.message)).toEqual([
      { ...GHOSTS, data: { counted: 9, opened: 1 } },
    ]);
  });
});
