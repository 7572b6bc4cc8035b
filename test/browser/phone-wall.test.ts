import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { guests, MAX_GUESTS } from '../../sandbox/sheets/guests.ts';
import { accessibilityFaults, keepPicture, launchBrowser, openPage, type Watched } from '../support/browser.ts';

let sandbox: Sandbox;
let browser: Browser;
let watched: Watched;
let page: Page;
beforeAll(async () => {
  [browser, sandbox] = await Promise.all([launchBrowser(), createSandbox({ reportDelayMs: () => 150 })]);
  for (const { number } of guests(MAX_GUESTS)) await joinsWhatsApp(number);
  watched = await openPage(browser, sandbox.url);
  page = watched.page;
});
afterAll(async () => {
  await browser.close();
  await sandbox.stop();
});

async function joinsWhatsApp(number: string): Promise<void> {
  await fetch(`${sandbox.url}/sandbox/phone`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ number, do: 'join_whatsapp' }),
  });
}

async function sendsTo(number: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: /message/i });
  await composer.fill(`/whatsapp-send booking_confirm +${number}`);
  await composer.press('Enter');
  const form = page.getByRole('dialog');
  await form.getByLabel("Customer's first name").fill('Aarav');
  await form.getByLabel('Booking number').fill('BK-1');
  await form.getByLabel('Ending of the “View booking” link').fill('bk-1');
  await form.getByLabel('Ending of the “See a sample” link').fill('lake-room');
  await form.getByRole('button', { name: 'Review' }).click();
  await form.getByRole('button', { name: /^Send to/ }).click();
}

const wall = () => page.getByRole('list', { name: 'Phones' });
const phone = (name: string) => wall().getByRole('button', { name });
const focused = () => page.evaluate('document.activeElement.textContent');

describe('three hundred phones', () => {
  it('are a wall, and the one that gets a message rings', async () => {
    expect(await wall().getByRole('button').count()).toBe(sandbox.state().phones.length);
    await expect.poll(() => phone('Aarav Iyer').textContent()).toContain('no messages');

    await sendsTo(guests(1)[0]?.number ?? '');

    await page.locator('.ringing', { hasText: 'Aarav Iyer' }).waitFor();
    await expect.poll(() => phone('Aarav Iyer').textContent()).toContain('unread message');
  });

  it('get another one, which rings with its first message', async () => {
    await sendsTo('919820098200');

    await page.locator('.ringing', { hasText: 'New phone' }).waitFor();
  });

  it('are one stop of the Tab key; arrows lead on, Enter opens and Escape goes back', async () => {
    expect(await wall().locator('button[tabindex="0"]').count()).toBe(1);
    await wall().locator('button[tabindex="0"]').focus();
    const first = await focused();
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp']) await page.keyboard.press(key);
    expect(await focused()).toBe(first);

    for (let at = 0; at < 4; at += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Aarav Iyer’s phone' }).getByText('your booking').waitFor();
    await expect.poll(() => phone('Aarav Iyer').textContent()).toContain('read');

    await page.keyboard.press('Escape');
    await page.getByRole('region', { name: 'Aarav Iyer’s phone' }).waitFor({ state: 'detached' });
    expect(await focused()).toContain('Aarav Iyer');
  });

  it('have no fault that axe finds, light and dark, beside the conversation, wider and on a phone', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: 1440, height: 900 });
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole('button', { name: 'Wider' }).click();
      await keepPicture(page, `phone-wall-${colorScheme}`);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole('button', { name: 'Wider' }).click();
      await page.setViewportSize({ width: 390, height: 844 });
      await page
        .getByRole('navigation')
        .getByRole('button', { name: /Phones/ })
        .click();
      await keepPicture(page, `phone-wall-${colorScheme}-phone`);
      expect(await accessibilityFaults(page)).toEqual([]);
    }
    expect(watched.complaints).toEqual([]);
  });
});
