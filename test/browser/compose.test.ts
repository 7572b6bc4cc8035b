import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { accessibilityFaults, keepPicture, launchBrowser, openPage, type Watched } from '../support/browser.ts';

let sandbox: Sandbox;
let browser: Browser;
let watched: Watched;
let page: Page;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  sandbox = await createSandbox({ reportDelayMs: () => 150 });
  watched = await openPage(browser, sandbox.url);
  page = watched.page;
});
afterEach(async () => {
  await page.close();
  await sandbox.stop();
});

const modal = () => page.getByRole('dialog');
const card = () => page.locator('[data-ts]', { has: page.getByRole('button', { name: 'Details' }) }).last();
const reviewButton = () => modal().getByRole('button', { name: 'Review', exact: true });
const sendButton = () => modal().getByRole('button', { name: /^Send to/ });

async function opens(text: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: /message/i });
  await composer.fill(text);
  await composer.press('Enter');
  await reviewButton().waitFor();
}

async function fillsBooking(): Promise<void> {
  await modal().getByLabel("Customer's first name").fill('Asha');
  await modal().getByLabel('Booking number').fill('BK-77');
  await modal()
    .getByLabel(/View booking/)
    .fill('login-abc');
  await modal()
    .getByLabel(/See a sample/)
    .fill('deluxe-room');
}

async function shown(locator: Locator): Promise<void> {
  await locator.last().waitFor({ timeout: 15_000 });
}

function column(count: number): string {
  return Array.from({ length: count }, (_, at) => `Guest ${at}\t${9876543210 + at}`).join('\n');
}

describe('a pasted column of local numbers', () => {
  it('is fixed with one click, and every recipient can be seen before sending', async () => {
    await opens('/whatsapp-send booking_confirm');
    await fillsBooking();
    await modal()
      .getByLabel('Recipients')
      .fill(`Name\tMobile\n${column(40)}`);
    await reviewButton().click();
    await shown(modal().getByText(/40 of 40 have no country code: “9876543210” \(line 2\)/));
    await keepPicture(page, 'local-numbers');
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await modal().getByLabel('Booking number').inputValue()).toBe('BK-77');

    await modal().getByText('Read them as +91 India').click();
    await reviewButton().click();

    await sendButton().waitFor();
    await shown(modal().getByText('To 40 people, 1 to 20'));
    const review = (await modal().last().textContent()) ?? '';
    expect(review).toContain('booking_confirm · English');
    expect(review).toContain('Numbers without a country code are read as +91 India');
    expect(review).toContain('Left out, because it looks like a heading: “Name Mobile”');
    expect(review).toContain('“Guest 0”, “Guest 1”, “Guest 2” and 37 more');
    await modal().getByRole('button', { name: 'Next recipients' }).click();
    await shown(modal().getByText('+91 98765 43249'));
    await keepPicture(page, 'review-pages');
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await sendButton().textContent()).toBe('Send to 40 people');
    expect(watched.complaints).toEqual([]);
  });
});

describe('a form that was closed', () => {
  it('comes back with what was typed, and can be started over', async () => {
    await opens('/whatsapp-send booking_confirm');
    await fillsBooking();
    await modal().getByLabel('Recipients').fill('98765');
    await reviewButton().click();
    await shown(modal().getByText(/“98765” is too short/));
    await modal().getByRole('button', { name: 'Cancel', exact: true }).click();
    await modal().waitFor({ state: 'detached' });

    await opens('/whatsapp-send');

    await shown(modal().getByText(/Your draft of .* is back/));
    expect(await modal().getByLabel('Booking number').inputValue()).toBe('BK-77');
    expect(await modal().getByLabel('Recipients').inputValue()).toBe('98765');
    await keepPicture(page, 'draft');
    expect(await accessibilityFaults(page)).toEqual([]);
    await modal().getByRole('button', { name: 'Start over' }).click();
    await modal().getByLabel('Booking number').waitFor({ state: 'detached' });
    expect(await modal().getByLabel('Recipients').inputValue()).toBe('');
  });
});

describe('a channel that the bot is not in', () => {
  it('is told before sending, and is not empty while the message is on its way', async () => {
    await page.getByRole('tab', { name: /Faults/ }).click();
    await page
      .getByRole('switch', { name: /never answers|does not answer/i })
      .first()
      .click();
    await page
      .getByRole('link', { name: /war-room/ })
      .or(page.getByRole('button', { name: /war-room/ }))
      .first()
      .click();
    await opens('/whatsapp-send booking_confirm +91 98765 43210');
    await fillsBooking();
    await reviewButton().click();
    await sendButton().waitFor();
    await shown(modal().getByText(/I am not in/));
    await keepPicture(page, 'not-in-channel');

    await sendButton().click();

    await page.getByText(/is sending/).waitFor({ timeout: 2_000 });
    await keepPicture(page, 'announced');
  });
});

describe('a message that waits', () => {
  it('says where Resume is, and is cancelled with a click and a yes', async () => {
    await page.getByRole('tab', { name: /Faults/ }).click();
    await page.getByRole('switch', { name: /RBC001/ }).click();
    await opens('/whatsapp-send booking_confirm +91 98765 43210');
    await fillsBooking();
    await reviewButton().click();
    await sendButton().click();
    await shown(page.getByText(/Sending is paused/));
    await opens('/whatsapp-send booking_confirm +91 98450 12345');
    await fillsBooking();
    await reviewButton().click();
    await sendButton().click();
    await shown(card().getByText(/Sending is paused until then/));
    expect(await card().textContent()).toMatch(/Resume.* is in the notice in/);
    await keepPicture(page, 'paused-card');

    await card().getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel it' }).click();

    await shown(card().getByText(/1 had not left\./));
    expect(await card().textContent()).toMatch(/1 of 1 cancelled[\s\S]*Cancelled.*by/);
    await keepPicture(page, 'cancelled-card');
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
