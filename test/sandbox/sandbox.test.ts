import { spawn } from 'node:child_process';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { FAULTS } from '../../sandbox/faults/fault-catalogue.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { TEMPLATES } from './support/kaleyra.ts';
import { ASHA, BOOKINGS } from './support/slack.ts';

const START_MS = 30_000;

async function started(options: Parameters<typeof createSandbox>[0] = {}): Promise<Sandbox> {
  const sandbox = await createSandbox({ templatesFile: TEMPLATES, reportDelayMs: () => 10, ...options });
  onTestFinished(sandbox.stop);
  return sandbox;
}

function post(sandbox: Sandbox, name: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${sandbox.url}/sandbox/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** Node's fetch does not let a Host header be set. */
function statusWithHost(url: string, host: string): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  request(`${url}/sandbox/state`, { headers: { host } }, (response) => {
    response.resume();
    resolve(response.statusCode);
  })
    .on('error', reject)
    .end();
  return promise;
}

describe('the sandbox’s page address', () => {
  it('starts with a workspace that looks like a working day', async () => {
    const sandbox = await started({ withBot: false });

    const state = await (await fetch(`${sandbox.url}/sandbox/state`)).json();

    expect(state).toMatchObject({
      workspace: 'Acme Travel',
      members: [{ name: 'asha' }, { name: 'ben' }, { name: 'carla' }, { name: 'gita' }, { name: 'noor' }],
      commands: [{ command: '/whatsapp-send' }],
      bots: [],
    });
    expect(state).toEqual(JSON.parse(JSON.stringify(sandbox.state())));
  });

  it('serves the page', async () => {
    const sandbox = await started({ withBot: false });

    const page = await fetch(sandbox.url);
    const script = await fetch(`${sandbox.url}/page.js`);

    expect(page.headers.get('content-type')).toContain('text/html');
    expect(script.headers.get('content-type')).toContain('javascript');
    expect(await script.text()).not.toBe('');
  });

  it('sends the whole state first and every change after it', async () => {
    const sandbox = await started({ withBot: false });
    const stream = await fetch(`${sandbox.url}/sandbox/events`);
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();

    const first = await reader?.read();
    await post(sandbox, 'type', { memberId: ASHA, channelId: BOOKINGS, text: 'Good morning' });
    const second = await reader?.read();
    await reader?.cancel();

    expect(first?.value).toMatch(/^data: \{"type":"state"/);
    expect(second?.value).toMatch(/^data: \{"type":"message".*Good morning/);
  });

  it.each([
    ['a page of another site', { origin: 'https://evil.example' }],
    ['a page on another port of this machine', { origin: 'http://127.0.0.1:1' }],
  ])('is closed to %s', async (_, headers) => {
    const sandbox = await started({ withBot: false });

    const response = await post(sandbox, 'fault', { id: 'hang_after_sending', isOn: true }, headers);

    expect(response.status).toBe(403);
    expect(sandbox.state().faults.some(({ isOn }) => isOn)).toBe(false);
  });

  it('is closed to another name that points to this machine', async () => {
    const sandbox = await started({ withBot: false });

    expect(await statusWithHost(sandbox.url, 'evil.example')).toBe(403);
    expect(await statusWithHost(sandbox.url, 'localhost:4000')).toBe(200);
  });

  it('takes JSON of the right shape only', async () => {
    const sandbox = await started({ withBot: false });

    const form = await post(sandbox, 'fault', {}, { 'content-type': 'text/plain' });
    const wrong = await post(sandbox, 'fault', { id: 'hang_after_sending' });
    const unknown = await post(sandbox, 'toString', {});

    expect([form.status, wrong.status, unknown.status]).toEqual([415, 400, 404]);
  });

  it('switches faults on and off, and says that there is no such fault', async () => {
    const sandbox = await started({ withBot: false });

    await post(sandbox, 'fault', { id: 'reports_never', isOn: true, once: true });
    const on = sandbox.state().faults.filter(({ isOn }) => isOn);
    const unknown = await (await post(sandbox, 'fault', { id: 'earthquake', isOn: true })).json();

    expect(on).toMatchObject([{ id: 'reports_never', isOnce: true }]);
    expect(unknown).toEqual({ problem: 'There is no fault earthquake.' });
  });

  it('closes Kaleyra’s port and opens it again', async () => {
    const sandbox = await started({ withBot: false });
    const call = () => fetch(sandbox.kaleyraUrl, { method: 'POST', headers: { connection: 'close' } });

    await post(sandbox, 'fault', { id: 'kaleyra_down', isOn: true });
    const refused = await call().catch((error: Error) => error.cause);
    await post(sandbox, 'fault', { id: 'kaleyra_down', isOn: false });

    expect(refused).toMatchObject({ code: 'ECONNREFUSED' });
    await vi.waitFor(async () => expect((await call()).status).toBe(401));
  });

  it('changes phones as their owners would', async () => {
    const sandbox = await started({ withBot: false });

    await post(sandbox, 'phone', { number: '919876543210', do: 'leave_whatsapp' });

    expect(sandbox.state().phones.find(({ number }) => number === '919876543210')?.isOnWhatsApp).toBe(false);
  });

  it('is the next free port when the one asked for is taken', async () => {
    const first = await started({ withBot: false, port: 4600 });
    const second = await started({ withBot: false, port: 4600 });

    expect(Number(new URL(second.url).port)).toBeGreaterThan(Number(new URL(first.url).port));
  });
});

describe('the faults', () => {
  it.each(Object.entries(FAULTS))('%s are sentences', (_, fault) => {
    expect(fault.title).toMatch(/^[A-Z][^.]{15,80}$/);
    expect(fault.expect).toMatch(/^[A-Z].{20,160}\.$/);
  });
});

describe('the bot in the sandbox', { timeout: START_MS * 2 }, () => {
  it('answers a person who types the command', async () => {
    const sandbox = await started();

    await post(sandbox, 'type', { memberId: ASHA, channelId: BOOKINGS, text: '/whatsapp-send' });

    await vi.waitFor(() => expect(sandbox.state().stacks).toMatchObject([{ memberId: ASHA }]), { timeout: 10_000 });
  });

  it('can be killed and started again under its name', async () => {
    const sandbox = await started();
    const [before] = sandbox.state().bots;

    await post(sandbox, 'bot', { do: 'kill', name: 'bot-1' });
    const killed = sandbox.state().bots;
    await post(sandbox, 'bot', { do: 'start', name: 'bot-1' });

    expect(killed).toMatchObject([{ name: 'bot-1', state: 'stopped', pid: undefined }]);
    const [after] = sandbox.state().bots;
    expect(after?.state).toBe('running');
    expect(after?.pid).not.toBe(before?.pid);
  });

  it('that cannot start says why', async () => {
    const starting = createSandbox({ templatesFile: TEMPLATES, botEnv: { KALEYRA_SID: '' } });

    await expect(starting).rejects.toThrow(/The bot did not start[\s\S]*KALEYRA_SID/);
  });
});

describe('npm run sandbox', { timeout: START_MS * 2 }, () => {
  it('prints three lines: what runs, the address, how to stop; Ctrl-C ends the bot with it', async () => {
    const { child, lines, botPid } = await runMain();

    child.kill('SIGINT');
    await ended(child);

    expect(lines).toEqual([
      expect.stringContaining('running'),
      expect.stringMatching(/^Open http:\/\/127\.0\.0\.1:\d+$/),
      expect.stringContaining('Ctrl-C'),
    ]);
    expect(isAlive(botPid)).toBe(false);
  });

  it('takes the bot with it even when it is killed', async () => {
    const { child, botPid } = await runMain();
    expect(isAlive(botPid)).toBe(true);

    child.kill('SIGKILL');

    await vi.waitFor(() => expect(isAlive(botPid)).toBe(false), { timeout: 10_000 });
  });
});

async function runMain() {
  const child = spawn(process.execPath, ['sandbox/main.ts', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === 3) break;
  }
  const url = lines[1]?.replace('Open ', '') ?? '';
  const state: { bots: { pid: number }[] } = JSON.parse(await (await fetch(`${url}/sandbox/state`)).text());
  return { child, lines, botPid: state.bots[0]?.pid ?? 0 };
}

function ended(child: ReturnType<typeof spawn>): Promise<unknown> {
  return new Promise((resolve) => child.once('exit', resolve));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
