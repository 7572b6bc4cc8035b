import type { Page } from 'playwright-core';
import { COMMAND, modal } from './moves.ts';

/** Sends a notice, uncounted, and waits until the form is closed. @param numbers with their country code */
export async function sendsNotice(page: Page, numbers: readonly string[]): Promise<void> {
  const composer = page.getByRole('textbox', { name: /message/i });
  await composer.fill(`${COMMAND} quick_notice`);
  await composer.press('Enter');
  await modal(page).getByLabel('Recipients').fill(numbers.join('\n'));
  await modal(page).getByLabel('The notice').fill('The lift is out of order.');
  await modal(page).getByRole('button', { name: 'Review' }).click();
  await modal(page)
    .getByRole('button', { name: /^Send to/ })
    .click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}
