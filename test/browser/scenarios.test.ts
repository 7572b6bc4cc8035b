import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { SCENARIOS } from '../../sandbox/scenarios/scenarios.ts';
import { accessibilityFaults, keepPicture, launchBrowser, openPage } from '../support/browser.ts';

let sandbox: Sandbox;
let browser: Browser;
beforeAll(async () => {
  [browser, sandbox] = await Promise.all([
    launchBrowser(),
    createSandbox({
      reportDelayMs: () => 100,
      lateReportMs: 3_000,
      hasRateLimits: false,
      botEnv: { KALEYRA_TIMEOUT_MS: '2000' },
    }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await sandbox.stop();
});

/** Opens a scenario by its link, watches it, and gives the sentence that it ended with. */
async function watch(name: string) {
  const { page, complaints } = await openPage(browser, `${sandbox.url}/?scenario=${name}&pace=fast`);
  // An open page goes on reading the phones that it shows.
  onTestFinished(() => page.close());
  const bar = page.getByRole('region', { name: 'Scenario', exact: true });
  await page
    .getByRole('button', { name: /^Watch:/ })
    .first()
    .click();
  await bar.and(page.locator('[data-outcome="passed"], [data-outcome="failed"]')).waitFor({ timeout: 110_000 });
  const words = await bar.getByRole('status').textContent();
  return { page, words, complaints };
}

describe('a scenario, from its link', { timeout: 120_000 }, () => {
  it.each(SCENARIOS.map(({ name, title, shows }) => [name, title, shows] as const))(
    '%s: %s',
    async (name, _, shows) => {
      const { page, words, complaints } = await watch(name);
      await keepPicture(page, `scenario-${name}`);

      expect(words).toBe(`✓ ${shows}`);
      expect(complaints).toEqual([]);
      expect(await accessibilityFaults(page)).toEqual([]);
    },
  );

  it('says in words what was not seen when it does not come out as it should', async () => {
    await fetch(`${sandbox.url}/sandbox/phone`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ number: '919876543210', do: 'leave_whatsapp' }),
    });

    const { words } = await watch('reports-never');

    expect(words).toBe('✕ Not seen in 10 s: Priya’s phone has the message.');
  });
});
