import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { buildPage } from '../../sandbox/web/page-bundle.ts';
import { sendsNotice } from '../../tools/jobs/notice.ts';
import { accessibilityFaults, keepPicture, launchBrowser, openPage } from '../support/browser.ts';

const SIZES = {
  desktop: { width: 1440, height: 900 },
  tablet: { width: 900, height: 1100 },
  phone: { width: 390, height: 844 },
} as const;
const PANES = ['Phones', 'Kaleyra', 'Faults', 'Bot', 'Try'] as const;
const SEND = '/whatsapp-send booking_confirm +91 98765 43210';

let sandbox: Sandbox;
let browser: Browser;
let readyMs = 0;
beforeAll(async () => {
  browser = await launchBrowser();
  const start = performance.now();
  sandbox = await createSandbox({ reportDelayMs: () => 100, hasRateLimits: false });
  readyMs = performance.now() - start;
});
afterAll(async () => {
  await browser.close();
  await sandbox.stop();
});

async function opened(size: { width: number; height: number } = SIZES.desktop) {
  const watched = await openPage(browser, sandbox.url, size);
  onTestFinished(() => watched.page.close());
  return watched;
}

async function closesModal(page: Page): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).first().click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

describe('the page', () => {
  it('is ready within three seconds of the command', () => {
    process.stdout.write(`      sandbox with its bot ready in ${Math.round(readyMs)} ms\n`);

    expect(readyMs).toBeLessThan(process.env['CI'] === undefined ? 10_000 : 30_000);
  });

  it('weighs less than 150 kB, gzipped', async () => {
    const files = [...(await buildPage()).values()];
    const weight = files.reduce((sum, { body }) => sum + gzipSync(body).length, 0);
    process.stdout.write(`      page: ${(weight / 1000).toFixed(1)} kB gzipped\n`);

    expect(weight).toBeLessThan(150_000);
  });

  it.each(
    (['desktop', 'tablet', 'phone'] as const).flatMap((size) => [[size, 'light'] as const, [size, 'dark'] as const]),
  )('has no accessibility fault in any part of it, on a %s in %s', async (size, colorScheme) => {
    const { page, complaints } = await opened(SIZES[size]);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const kept = (name: string) => keepPicture(page, `${name}-${size}-${colorScheme}`);
    const faults: Record<string, readonly string[]> = { conversation: await accessibilityFaults(page) };
    await kept('conversation');

    for (const pane of PANES) {
      const name = new RegExp(`^${pane}`);
      await (size === 'phone' ? page.getByRole('button', { name }) : page.getByRole('tab', { name })).first().click();
      if (pane === 'Phones') await page.locator('[data-number="919876543210"] button').first().click();
      faults[pane] = await accessibilityFaults(page);
      await kept(pane.toLowerCase());
    }
    if (size === 'phone') await page.getByRole('button', { name: 'Chat' }).click();
    await page.getByRole('textbox', { name: /message/i }).fill('/wh');
    await page.getByRole('option').waitFor();
    faults['completion'] = await accessibilityFaults(page);
    await page.getByRole('textbox', { name: /message/i }).fill(SEND);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Review' }).click();
    await page.locator('.field-error').first().waitFor();
    faults['form with errors'] = await accessibilityFaults(page);
    await kept('form-errors');
    await closesModal(page);

    expect(faults).toEqual(Object.fromEntries(Object.keys(faults).map((name) => [name, []])));
    expect(complaints).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  it.each([
    ['desktop', 43_000],
    ['phone', 44_000],
  ] as const)('lets the keyboard scroll a long text at once, on a %s', async (size, firstNumber) => {
    const { page } = await opened(SIZES[size]);
    await sendsNotice(
      page,
      Array.from({ length: 60 }, (_, at) => `+9198765${firstNumber + at}`),
    );
    // The conversation also has the card of the test before.
    await expect.poll(() => sandbox.state().messages.at(-1)?.text, { timeout: 20_000 }).toMatch(/60 of 60/);
    await page.getByRole('button', { name: /IDs$/ }).last().click();
    await page
      .getByRole('dialog')
      .getByText(/60 message IDs/)
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.keyboard.press('PageDown');

    await expect.poll(() => page.evaluate("document.querySelector('.view-body').scrollTop")).toBeGreaterThan(100);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('needs no mouse for a whole send', async () => {
    const { page } = await opened();
    const phonesBefore = sandbox.state().phones.flatMap(({ messages }) => messages).length;
    await page.keyboard.type(SEND);
    await page.keyboard.press('Enter');
    const form = page.getByRole('dialog');
    await form.getByLabel('Booking number').waitFor();

    const wanted: Record<string, string> = {
      "Customer's first name": 'Priya',
      'Booking number': 'BK-99',
      'Ending of the “View': 'bk-99',
      'Ending of the “See': 'lake',
    };
    for (let tabs = 0; tabs < 30 && Object.keys(wanted).length > 0; tabs++) {
      await page.keyboard.press('Tab');
      const labelledBy = await page.locator(':focus').getAttribute('aria-labelledby');
      if (labelledBy === null) continue;
      const label = (await page.locator(`[id="${labelledBy}"]`).textContent()) ?? '';
      const found = Object.keys(wanted).find((beginning) => label.startsWith(beginning));
      if (found === undefined) continue;
      await page.keyboard.type(wanted[found] ?? '');
      delete wanted[found];
    }
    await page.keyboard.press('Enter');
    await form.getByRole('button', { name: /^Send to/ }).waitFor();
    await page.keyboard.press('Enter');

    await form.waitFor({ state: 'detached' });
    await expect
      .poll(() => sandbox.state().phones.flatMap(({ messages }) => messages).length, { timeout: 10_000 })
      .toBe(phonesBefore + 1);
    await page
      .getByText(/1 of 1 delivered/)
      .last()
      .waitFor({ timeout: 10_000 });
  });
});
