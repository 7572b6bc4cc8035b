import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { accessibilityFaults, keepPicture, launchBrowser, openPage, type Watched } from '../support/browser.ts';

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

let sandbox: Sandbox;
let browser: Browser;
let watched: Watched;
let page: Page;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  sandbox = await createSandbox({ reportDelayMs: () => 20 });
});
afterEach(async () => {
  await page.close();
  await sandbox.stop();
});

const modal = () => page.getByRole('dialog');
const card = () => page.locator('[data-ts]', { has: page.getByRole('button', { name: 'Details' }) }).last();

/** Mobile numbers of India, in the order in which they are entered. */
function numbers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `+9198765${String(43_000 + index * 7)}`);
}

async function opens(size: typeof DESKTOP): Promise<void> {
  watched = await openPage(browser, sandbox.url, size);
  page = watched.page;
}

async function sends(recipients: readonly string[]): Promise<void> {
  const composer = page.getByRole('textbox', { name: /message/i });
  await composer.fill('/whatsapp-send quick_notice');
  await composer.press('Enter');
  await modal().getByLabel('Recipients').fill(recipients.join('\n'));
  await modal().getByLabel('The notice').fill('The lift is out of order.');
  await modal().getByRole('button', { name: 'Review' }).click();
  await modal()
    .getByRole('button', { name: /^Send to/ })
    .click();
  await modal().waitFor({ state: 'detached' });
}

async function fault(id: string, isOnce: boolean): Promise<void> {
  const response = await fetch(`${sandbox.url}/sandbox/fault`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: sandbox.url },
    body: JSON.stringify({ id, isOn: true, once: isOnce }),
  });
  expect(response.status).toBe(200);
}

describe.each([
  ['desktop', DESKTOP],
  ['phone', PHONE],
] as const)('the details of a message on a %s', (name, size) => {
  it('settle twenty unknown recipients with four clicks, in the order in which they were entered', async () => {
    await fault('error_500_after_sending', true);
    await fault('reports_never', false);
    await opens(size);
    const typed = numbers(40);
    await sends(typed);
    await card()
      .getByText(/20 of 40 unknown/)
      .first()
      .waitFor();

    await card().getByRole('button', { name: 'Details' }).click();
    await modal().getByLabel('All 20 unknown recipients').waitFor();
    await keepPicture(page, `details-${name}`);
    expect(await accessibilityFaults(page)).toEqual([]);
    const shown = (await modal().textContent()) ?? '';
    expect(shown.match(/may have been sent\./g)).toHaveLength(1);
    expect([...shown.matchAll(/\+\d{12}/g)].map(([number]) => number)).toEqual(typed);
    await modal().getByLabel('All 20 unknown recipients').check();
    await modal().getByLabel('It arrived', { exact: true }).check();
    await modal().getByRole('button', { name: 'Save' }).click();

    await modal()
      .getByText(/Saved for 20 people: it arrived/)
      .waitFor();
    await keepPicture(page, `details-settled-${name}`);
    await card()
      .getByText(/20 delivered/)
      .first()
      .waitFor();
    expect(watched.complaints).toEqual([]);
  });

  it('show every one of 100 recipients on three pages', async () => {
    await opens(size);
    const typed = numbers(100);
    await sends(typed);
    await card()
      .getByText(/100 of 100/)
      .first()
      .waitFor({ timeout: 20_000 });

    await card().getByRole('button', { name: 'Details' }).click();
    const found: string[] = [];
    for (const place of ['1–40', '41–80', '81–100']) {
      await modal().getByText(`${place} of 100 recipients.`).waitFor();
      found.push(...((await modal().textContent()) ?? '').matchAll(/\+\d{12}/g).map(([number]) => number));
      if (place === '41–80') await keepPicture(page, `details-page-${name}`);
      if (place !== '81–100') await modal().getByRole('button', { name: 'Next' }).first().click();
    }
    expect(found).toEqual(typed);
    await modal().getByRole('button', { name: 'Close' }).first().click();

    await card().getByRole('button', { name: 'Message IDs' }).click();
    await modal().getByText('100 message IDs: select and copy.').waitFor();
    await keepPicture(page, `message-ids-${name}`);
    const ids = (await modal().textContent()) ?? '';
    for (const number of typed) expect(ids).toMatch(new RegExp(`\\${number}  [0-9a-f-]{36}:\\d+`));
    expect(watched.complaints).toEqual([]);
  });
});
