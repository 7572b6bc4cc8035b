import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { accessibilityFaults, keepPicture, launchBrowser, openPage } from '../support/browser.ts';

let sandbox: Sandbox;
let browser: Browser;
beforeAll(async () => {
  [browser, sandbox] = await Promise.all([launchBrowser(), createSandbox({ reportDelayMs: () => 100 })]);
});
afterAll(async () => {
  await browser.close();
  await sandbox.stop();
});

async function begin(size?: { width: number; height: number }): Promise<{ page: Page; complaints: readonly string[] }> {
  const opened = await openPage(browser, sandbox.url, size);
  onTestFinished(() => opened.page.close());
  return opened;
}

describe('the guided tour', { timeout: 120_000 }, () => {
  it('is walked with Enter alone, and ends with a killed bot and a card that is right', async () => {
    const { page, complaints } = await begin();
    await page.getByRole('tab', { name: 'Try' }).click();
    await page.getByRole('button', { name: 'Take the tour' }).focus();
    await page.keyboard.press('Enter');
    const tour = page.getByRole('dialog', { name: 'Guided tour' });
    const stops = Number((await tour.getByText(/^1 of \d+$/).textContent())?.split(' ').at(-1));
    const pidBefore = sandbox.state().bots[0]?.pid;

    for (let stop = 1; stop <= stops; stop++) {
      await tour.getByText(`${stop} of ${stops}`, { exact: true }).waitFor({ timeout: 60_000 });
      if ([1, 2, 5, 8, 9, 11].includes(stop)) await keepPicture(page, `tour-${stop}`);
      if ([1, 4, 9].includes(stop)) expect(await accessibilityFaults(page)).toEqual([]);
      await page.keyboard.press('Enter');
    }

    await tour.waitFor({ state: 'detached' });
    expect(sandbox.state().bots[0]?.pid).not.toBe(pidBefore);
    expect(sandbox.state().phones.flatMap(({ messages }) => messages).length).toBe(2);
    expect(sandbox.state().exchanges.length).toBe(2);
    const cards = page.locator('.thread > [data-author="bot"]');
    expect(await cards.last().textContent()).toMatch(/1 of 1 read/);
    expect(complaints).toEqual([]);
  });

  it('is left with Escape at any time', async () => {
    const { page } = await begin({ width: 390, height: 844 });
    await page.getByRole('button', { name: 'Try' }).click();
    await page.getByRole('button', { name: 'Take the tour' }).click();
    const tour = page.getByRole('dialog', { name: 'Guided tour' });
    await tour.getByText(/^1 of/).waitFor();
    await keepPicture(page, 'tour-phone');

    await page.keyboard.press('Escape');

    await tour.waitFor({ state: 'detached' });
    expect(await page.locator('.tour-ring').count()).toBe(0);
  });
});
