import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityFaults, keepPicture } from '../support/browser.ts';
import { useSandboxPage } from './sandbox-page.ts';

const REQUEST_FIELDS = [
  'to',
  'type',
  'params',
  'template_name',
  'channel',
  'from',
  'param_url',
  'second_param_url',
  'callback_url',
];

const desk = useSandboxPage({ reportDelayMs: 150 });
const { fillsBooking, modal, types } = desk;
/** The newest card; what stands in its thread has no buttons. */
const card = () => desk.page.locator('[data-ts]', { has: desk.page.getByRole('button', { name: 'Details' }) }).last();

async function opens(text: string): Promise<Locator> {
  await types(text);
  await modal().getByRole('button', { name: 'Review' }).waitFor();
  return modal();
}

async function reviews(): Promise<Locator> {
  await modal().getByRole('button', { name: 'Review' }).click();
  const send = modal().getByRole('button', { name: /^Send to/ });
  await send.waitFor();
  return send;
}

async function shows(text: RegExp | string): Promise<void> {
  await desk.page.getByText(text).last().waitFor({ timeout: 15_000 });
}

describe('a send in the browser', () => {
  it('goes from the command to two phones, and the card ends with two message IDs', async () => {
    await opens('/whatsapp-send booking_confirm +91 98765 43210, +91 98450 12345');
    await fillsBooking();
    await keepPicture(desk.page, 'compose');
    const send = await reviews();
    await modal().getByText('+91 98765 43210').waitFor();
    expect(await modal().textContent()).toMatch(
      /Hello Asha, your booking BK-77 is confirmed\.[\s\S]*example\.com\/login\/login-abc/,
    );
    expect(await accessibilityFaults(desk.page)).toEqual([]);
    await keepPicture(desk.page, 'review');

    await send.click();

    await shows(/2 of 2 delivered/);
    const [exchange] = desk.sandbox.state().exchanges;
    const { data } = JSON.parse(exchange?.answer?.body ?? '{}') as { data: { message_id: string }[] };
    expect(data.length).toBe(2);
    for (const { message_id } of data) expect(await card().textContent()).toContain(message_id);
    expect(await card().textContent()).not.toContain('98765');
    await desk.page.locator('[data-number="919876543210"]').getByRole('button').first().click();
    await desk.page.locator('[data-number="919876543210"]').getByText('Hello Asha').last().waitFor();
    await card()
      .getByText(/^\s*read/)
      .waitFor();
    await keepPicture(desk.page, 'card');
    expect(await accessibilityFaults(desk.page)).toEqual([]);
    expect(desk.complaints).toEqual([]);
  });

  it('shows the request that Kaleyra received, field by field as in its documentation', async () => {
    await opens('/whatsapp-send booking_confirm +91 98765 43210, +91 98450 12345');
    await fillsBooking();
    await (await reviews()).click();
    await shows(/2 of 2/);

    await desk.page.getByRole('tab', { name: /Kaleyra/ }).click();

    const panel = desk.page.getByRole('tabpanel', { name: /Kaleyra/ });
    await panel.getByText('mediatemplate').first().waitFor();
    for (const field of REQUEST_FIELDS) await panel.getByText(field, { exact: true }).last().waitFor();
    await panel.getByText('919876543210,919845012345').waitFor();
    await panel.getByText('"Asha","BK-77"').waitFor();
    expect(await desk.page.content()).not.toContain(desk.sandbox.credentials.apiKey);
  });

  it('says under its input that a number is bad, and loses nothing that was typed', async () => {
    await opens('/whatsapp-send booking_confirm');
    await fillsBooking();
    await modal().getByLabel('Recipients').fill('+91 98765 43210, 98765');

    await modal().getByRole('button', { name: 'Review' }).click();

    await modal()
      .getByText(/“98765” is too short/)
      .waitFor();
    expect(await modal().getByLabel('Booking number').inputValue()).toBe('BK-77');
    expect(await modal().getByLabel('Recipients').inputValue()).toBe('+91 98765 43210, 98765');
    await keepPicture(desk.page, 'bad-number');
    expect(await accessibilityFaults(desk.page)).toEqual([]);
  });

  it('changes the fields with the template and keeps the recipients', async () => {
    await opens('/whatsapp-send booking_confirm');
    await modal().getByLabel('Recipients').fill('+91 98765 43210');
    await modal().getByLabel('Booking number').fill('BK-77');

    await modal().getByRole('combobox', { name: 'Template' }).click();
    await modal().getByRole('combobox', { name: 'Template' }).fill('order');
    await desk.page
      .getByRole('option', { name: /order_update/ })
      .first()
      .click();

    await modal().getByLabel('Value in the header').waitFor();
    expect(await modal().getByLabel('Recipients').inputValue()).toBe('+91 98765 43210');
    expect(await modal().getByLabel('Booking number').count()).toBe(0);
  });

  it('sends once when Enter is pressed twice on Send', async () => {
    await opens('/whatsapp-send booking_confirm +91 98765 43210');
    await fillsBooking();
    const send = await reviews();

    await send.focus();
    await desk.page.keyboard.press('Enter');
    await desk.page.keyboard.press('Enter');

    await shows(/1 of 1 delivered/);
    expect(desk.sandbox.state().exchanges.length).toBe(1);
    expect(desk.sandbox.state().phones.flatMap((phone) => phone.messages).length).toBe(1);
  });

  it('goes back from the review with everything as it was', async () => {
    await opens('/whatsapp-send booking_confirm +91 98765 43210');
    await fillsBooking();
    await reviews();

    await modal().getByRole('button', { name: 'Back', exact: true }).last().click();

    await modal().getByRole('button', { name: 'Review' }).waitFor();
    expect(await modal().getByLabel('Booking number').inputValue()).toBe('BK-77');
    expect(await modal().getByLabel('Recipients').inputValue()).toBe('+91 98765 43210');
  });

  it('shows the code, its meaning and what to do when Kaleyra refuses with E424', async () => {
    await desk.page.getByRole('tab', { name: /Faults/ }).click();
    await desk.page.getByRole('switch', { name: /E424/ }).click();
    await opens('/whatsapp-send booking_confirm +91 98765 43210');
    await fillsBooking();

    await (await reviews()).click();

    await card().getByText(/E424/).waitFor();
    expect(await card().textContent()).toMatch(/not sent[\s\S]*E424/);
    expect(desk.sandbox.state().phones.flatMap((phone) => phone.messages)).toEqual([]);
    await keepPicture(desk.page, 'refused');
  });
});
