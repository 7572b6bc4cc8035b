import type { HomeView } from '@slack/types';
import { WebClient } from '@slack/web-api';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { type RunningServer, readBody, serve } from '../../sandbox/web/server.ts';
import { accessibilityFaults, launchBrowser, openPage } from '../support/browser.ts';

const HOME: HomeView = {
  type: 'home',
  blocks: [
    { type: 'header', text: { type: 'plain_text', text: 'Your last sends' } },
    { type: 'actions', elements: [{ type: 'button', action_id: 'more', text: { type: 'plain_text', text: 'More' } }] },
  ],
};

interface Payload {
  readonly type: string;
  readonly callback_id?: string;
  readonly event?: { readonly type: string };
  readonly view?: { readonly type: string };
  readonly message?: { readonly text: string };
}

/** What an app with shortcuts and a Home heard. */
const heard: Payload[] = [];
let bot: RunningServer;
let sandbox: Sandbox;
let browser: Browser;
beforeAll(async () => {
  bot = await serve(async (request, response) => {
    const body = (await readBody(request)).toString('utf8');
    heard.push(JSON.parse(new URLSearchParams(body).get('payload') ?? body));
    response.end();
  }, 0);
  [browser, sandbox] = await Promise.all([
    launchBrowser(),
    createSandbox({
      withBot: false,
      botEventsUrl: `${bot.origin}/slack/events`,
      manifestFile: 'test/browser/fixtures/manifest.yml',
    }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await sandbox.stop();
  await bot.close();
});

describe('an app that offers more than a command', () => {
  it('is reached by a shortcut, from a message and by its Home', async () => {
    const { page, complaints } = await openPage(browser, sandbox.url);
    await page.getByRole('button', { name: 'Send from anywhere' }).click();
    const message = page.locator('[data-ts]').first();
    await message.hover();
    await message.getByRole('button', { name: 'Send about this' }).click();
    const client = new WebClient(sandbox.credentials.botToken, { slackApiUrl: sandbox.slackApiUrl });
    await client.views.publish({ user_id: 'U0ASHA0001', view: HOME });
    await page.getByRole('button', { name: 'whatsapp-send', exact: true }).click();

    await page.getByRole('button', { name: 'Home' }).click();
    await page.getByRole('region', { name: 'Home' }).getByRole('button', { name: 'More' }).click();

    await expect.poll(() => heard.length).toBe(4);
    expect(heard).toMatchObject([
      { type: 'shortcut', callback_id: 'send_anywhere' },
      { type: 'message_action', callback_id: 'send_about', message: { text: expect.stringContaining('Morning') } },
      { type: 'event_callback', event: { type: 'app_home_opened' } },
      { type: 'block_actions', view: { type: 'home' } },
    ]);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
