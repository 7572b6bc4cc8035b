import { describe, expect, it } from 'vitest';
import { accessibilityFaults, keepPicture } from '../support/browser.ts';
import { useSandboxPage } from './sandbox-page.ts';

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

const desk = useSandboxPage({ reportDelayMs: 20, isOpenedLater: true });
const { modal, open, types } = desk;
const card = () => desk.page.locator('[data-ts]', { has: desk.page.getByRole('button', { name: 'Details' }) }).last();

/** Mobile numbers of India, in the order in which they are entered. */
function numbers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `+9198765${String(43_000 + index * 7)}`);
}

async function sends(recipients: readonly string[]): Promise<void> {
  await types('/whatsapp-send quick_notice');
  await modal().getByLabel('Recipients').fill(recipients.join('\n'));
  await modal().getByLabel('The notice').fill('The lift is out of order.');
  await modal().getByRole('button', { name: 'Review' }).click();
  await modal()
    .getByRole('button', { name: /^Send to/ })
    .click();
  await modal().waitFor({ state: 'detached' });
}

async function fault(id: string, isOnce: boolean): Promise<void> {
  const response = await fetch(`${desk.sandbox.url}/sandbox/fault`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: desk.sandbox.url },
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
    await open(size);
    const typed = numbers(40);
    await sends(typed);
    await card()
      .getByText(/20 of 40 unknown/)
      .first()
      .waitFor();

    await card().getByRole('button', { name: 'Details' }).click();
    await modal().getByLabel('All 20 unknown recipients').waitFor();
    await keepPicture(desk.page, `details-${name}`);
    expect(await accessibilityFaults(desk.page)).toEqual([]);
    const shown = (await modal().textContent()) ?? '';
    expect(shown.match(/may have been sent\./g)).toHaveLength(1);
    expect([...shown.matchAll(/\+\d{12}/g)].map(([number]) => number)).toEqual(typed);
    await modal().getByLabel('All 20 unknown recipients').check();
    await modal().getByLabel('It arrived', { exact: true }).check();
    await modal().getByRole('button', { name: 'Save' }).click();

    await modal()
      .getByText(/Saved for 20 people: it arrived/)
      .waitFor();
    await keepPicture(desk.page, `details-settled-${name}`);
    await card()
      .getByText(/20 delivered/)
      .first()
      .waitFor();
    expect(desk.complaints).toEqual([]);
  });

  it('show every one of 100 recipients on three pages', async () => {
    await open(size);
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
      if (place === '41–80') await keepPicture(desk.page, `details-page-${name}`);
      if (place !== '81–100') await modal().getByRole('button', { name: 'Next' }).first().click();
    }
    expect(found).toEqual(typed);
    await modal().getByRole('button', { name: 'Close' }).first().click();

    await card().getByRole('button', { name: 'Message IDs' }).click();
    await modal().getByText('100 message IDs: select and copy.').waitFor();
    await keepPicture(desk.page, `message-ids-${name}`);
    const ids = (await modal().textContent()) ?? '';
    for (const number of typed) expect(ids).toMatch(new RegExp(`\\${number}  [0-9a-f-]{36}:\\d+`));
    expect(desk.complaints).toEqual([]);
  });
});
