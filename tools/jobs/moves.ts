import type { Locator, Page } from 'playwright-core';
import type { SandboxRequests } from '../../sandbox/requests.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Stage } from './job.ts';

export const COMMAND = '/whatsapp-send';
/** Enough for the page to complete the command. */
const BEGINNING = '/wh';

/** The modal on top. */
export function modal(page: Page): Locator {
  return page.getByRole('dialog').last();
}

/** The newest card; what stands in its thread has no buttons. */
export function card(page: Page): Locator {
  return page.locator('[data-ts]', { has: page.getByRole('button', { name: 'Details' }) }).last();
}

/** Types the command with the page's completion, and these words behind it. The composer has the focus when the page opens. */
export async function gives({ page, user }: Pick<Stage, 'page' | 'user'>, words: string): Promise<void> {
  await user.types(BEGINNING);
  await page.getByRole('option').waitFor();
  await user.presses('Tab');
  await user.types(words);
  await user.presses('Enter');
}

/** Fills the fields of the form from where the focus is, each by its label's beginning; what has a value is passed over. */
export async function fills(
  { page, user }: Pick<Stage, 'page' | 'user'>,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [label, value] of Object.entries(values)) {
    await user.tabsTo(modal(page).getByLabel(label).first());
    await user.types(value);
  }
}

/** What the review says in warnings. Throws when one stands below the recipients, or cannot be seen without scrolling. */
export async function seesWarnings({ page }: Stage): Promise<readonly string[]> {
  const warnings = await modal(page).getByText(/^⚠/).all();
  const recipients = await modal(page).getByText(/^\+\d/).first().boundingBox();
  const footer = await modal(page).locator('.view-footer').boundingBox();
  for (const warning of warnings) {
    const box = await warning.boundingBox();
    const bottom = box === null ? Number.POSITIVE_INFINITY : box.y + box.height;
    if (bottom > (footer?.y ?? 0)) throw new Error('a warning is hidden until one scrolls');
    if (bottom > (recipients?.y ?? 0)) throw new Error('a warning stands below the recipients');
  }
  return Promise.all(warnings.map(async (warning) => (await warning.textContent()) ?? ''));
}

/** Asks the sandbox for something that no person does, such as a fault. */
export async function arrange<Name extends keyof SandboxRequests>(
  { url }: Pick<Sandbox, 'url'>,
  name: Name,
  body: SandboxRequests[Name]['body'],
): Promise<void> {
  const response = await fetch(`${url}/sandbox/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the sandbox answered ${response.status} to ${name}`);
}

/** Throws with what was expected when it is not so. */
export function expects(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`expected ${what}`);
}
