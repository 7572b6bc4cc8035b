import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityFaults, keepPicture } from '../support/browser.ts';
import { useSandboxPage } from './sandbox-page.ts';

const desk = useSandboxPage({ reportDelayMs: 150 });
const { fillsBooking, modal, types } = desk;
const card = () => desk.page.locator('[data-ts]', { has: desk.page.getByRole('button', { name: 'Details' }) }).last();
const reviewButton = () => modal().getByRole('button', { name: 'Review', exact: true });
const sendButton = () => modal().getByRole('button', { name: /^Send to/ });

async function opens(text: string): Promise<void> {
  await types(text);
  await reviewButton().waitFor();
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
    await keepPicture(desk.page, 'local-numbers');
    expect(await accessibilityFaults(desk.page)).toEqual([]);
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
    await keepPicture(desk.page, 'review-pages');
    expect(await accessibilityFaults(desk.page)).toEqual([]);
    expect(await sendButton().textContent()).toBe('Send to 40 people');
    expect(desk.complaints).toEqual([]);
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
    await keepPicture(desk.page, 'draft');
    expect(await accessibilityFaults(desk.page)).toEqual([]);
    await modal().getByRole('button', { name: 'Start over' }).click();
    await modal().getByLabel('Booking number').waitFor({ state: 'detached' });
    expect(await modal().getByLabel('Recipients').inputValue()).toBe('');
  });
});

describe('a channel that the bot is not in', () => {
  it('is told before sending, and is not empty while the message is on its way', async () => {
    await desk.page.getByRole('tab', { name: /Faults/ }).click();
    await desk.page
      .getByRole('switch', { name: /never answers|does not answer/i })
      .first()
      .click();
    await desk.page
      .getByRole('link', { name: /war-room/ })
      .or(desk.page.getByRole('button', { name: /war-room/ }))
      .first()
      .click();
    await opens('/whatsapp-send booking_confirm +91 98765 43210');
    await fillsBooking();
    await reviewButton().click();
    await sendButton().waitFor();
    await shown(modal().getByText(/I am not in/));
    await keepPicture(desk.page, 'not-in-channel');

    await sendButton().click();

    await desk.page.getByText(/is sending/).waitFor();
    await keepPicture(desk.page, 'announced');
  });
});

describe('a message that waits', () => {
  it('says where Resume is, and is cancelled with a click and a yes', async () => {
    await desk.page.getByRole('tab', { name: /Faults/ }).click();
    await desk.page.getByRole('switch', { name: /RBC001/ }).click();
    await opens('/whatsapp-send booking_confirm +91 98765 43210');
    await fillsBooking();
    await reviewButton().click();
    await sendButton().click();
    await shown(desk.page.getByText(/Sending is paused/));
    await opens('/whatsapp-send booking_confirm +91 98450 12345');
    await fillsBooking();
    await reviewButton().click();
    await sendButton().click();
    await shown(card().getByText(/Sending is paused until then/));
    expect(await card().textContent()).toMatch(/Resume.* is in the notice in/);
    await keepPicture(desk.page, 'paused-card');

    await card().getByRole('button', { name: 'Cancel', exact: true }).click();
    await desk.page.getByRole('button', { name: 'Cancel it' }).click();

    await shown(card().getByText(/Nothing of it has left\./));
    expect(await card().textContent()).toMatch(/1 of 1 cancelled[\s\S]*Cancelled.*by/);
    await keepPicture(desk.page, 'cancelled-card');
    expect(await accessibilityFaults(desk.page)).toEqual([]);
  });
});
