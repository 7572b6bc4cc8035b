import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { SandboxState } from '../../sandbox/protocol.ts';
import { openPage } from '../../test/support/browser.ts';
import type { Task } from './job.ts';
import { expects, fills, gives, modal } from './moves.ts';
import { createUser, type Effort } from './user.ts';

const ROOT = join(import.meta.dirname, '../..');
const PRIYA = '919876543210';
const START_TIMEOUT_MS = 120_000;

export const firstMessage: Task = {
  name: 'first-message',
  wish: 'From git clone to the first message on a phone',
  goal: { seconds: 60 },
};

/** Plays what the README's first lines say: clone what is committed here, `npm ci`, `npm run sandbox`, and one message. */
export async function playFirstMessage(browser: Browser): Promise<Effort> {
  const folder = await mkdtemp(join(tmpdir(), 'first-message-'));
  const clone = join(folder, 'whatsapp-send');
  let sandbox: ChildProcess | undefined;
  try {
    await run('git', ['clone', '--quiet', ROOT, clone], folder);
    await run('npm', ['ci'], clone);
    sandbox = start('npm', ['run', 'sandbox', '--', '--port', '0'], clone);
    const url = await printedAddress(sandbox);
    return await sendsTheFirst(browser, url);
  } finally {
    if (sandbox !== undefined) await end(sandbox);
    await rm(folder, { recursive: true, force: true });
  }
}

async function sendsTheFirst(browser: Browser, url: string): Promise<Effort> {
  const { page } = await openPage(browser, url);
  const user = createUser(page);
  await gives({ page, user }, `quick_notice +${PRIYA}`);
  await user.reads(modal(page));
  await fills({ page, user }, { 'The notice': 'Hello' });
  await user.presses('Enter');
  const send = modal(page).getByRole('button', { name: /^Send to/ });
  await send.waitFor();
  await user.reads(modal(page));
  await user.tabsTo(send);
  await user.presses('Enter');
  await page.locator(`[data-number="${PRIYA}"]`).getByText('Hello').first().waitFor();
  const state = (await (await fetch(`${url}/sandbox/state`)).json()) as SandboxState;
  expects(
    state.phones.some(({ number, messages }) => number === PRIYA && messages.length === 1),
    'one message on the phone',
  );
  await page.close();
  return user.effort();
}

/** A process group of its own, in the environment of a person who has just opened a terminal. */
function start(command: string, args: readonly string[], cwd: string): ChildProcess {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((place) => !place.includes('node_modules'));
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$|NODE_OPTIONS$)/.test(name));
  const env = { ...Object.fromEntries(own), PATH: path.join(delimiter) };
  return spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  const child = start(command, args, cwd);
  let said = '';
  for (const output of [child.stdout, child.stderr]) {
    output?.on('data', (bytes) => {
      said += bytes;
    });
  }
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${said.trim().split('\n').at(-1)}`);
}

async function printedAddress(sandbox: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the sandbox printed no address')), START_TIMEOUT_MS);
    const fail = () => reject(new Error(`the sandbox ended: ${said.trim().split('\n').at(-1)}`));
    sandbox.once('close', fail);
    sandbox.stdout?.on('data', (bytes) => {
      said += bytes;
      const url = /^Open (\S+)$/m.exec(said)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      sandbox.off('close', fail);
      resolve(url);
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const closed = once(child, 'close');
  process.kill(-child.pid, 'SIGTERM');
  await closed;
}
