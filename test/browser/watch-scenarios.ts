import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import type { Scenario } from '../../sandbox/scenarios/scenario.ts';
import { SCENARIOS } from '../../sandbox/scenarios/scenarios.ts';
import { accessibilityFaults, keepPicture, launchBrowser, openPage } from '../support/browser.ts';

const ABOUT_FAULTS: ReadonlySet<Scenario['about']> = new Set(['kaleyra', 'reports', 'slack', 'bot', 'places']);

/** Two files watch all scenarios, so that two browsers can do it at the same time. */
export const SCENARIOS_OF_FAULTS = SCENARIOS.filter(({ about }) => ABOUT_FAULTS.has(about));
export const SCENARIOS_OF_WORK = SCENARIOS.filter(({ about }) => !ABOUT_FAULTS.has(about));

export interface ScenarioWatch {
  readonly sandbox: () => Sandbox;
  /** Opens a scenario by its link, watches it, and gives the sentence that it ended with. */
  readonly watch: (name: string) => Promise<Watched>;
}

interface Watched extends Awaited<ReturnType<typeof openPage>> {
  readonly words: string | null;
}

/** Adds a test for each of these scenarios to the file that calls it, all in one sandbox. */
export function watchScenarios(scenarios: readonly Scenario[]): ScenarioWatch {
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

  async function watch(name: string): Promise<Watched> {
    const watched = await openPage(browser, `${sandbox.url}/?scenario=${name}&pace=fast`);
    const { page } = watched;
    // An open page goes on reading the phones that it shows.
    onTestFinished(() => page.close());
    const bar = page.getByRole('region', { name: 'Scenario', exact: true });
    await page
      .getByRole('button', { name: /^Watch:/ })
      .first()
      .click();
    await bar.and(page.locator('[data-outcome="passed"], [data-outcome="failed"]')).waitFor({ timeout: 110_000 });
    return { ...watched, words: await bar.getByRole('status').textContent() };
  }

  describe('a scenario, from its link', { timeout: 120_000 }, () => {
    it.each(scenarios.map(({ name, title, shows }) => [name, title, shows] as const))(
      '%s: %s',
      async (name, _, shows) => {
        const { page, words, complaints } = await watch(name);
        await keepPicture(page, `scenario-${name}`);

        expect(words).toBe(`✓ ${shows}`);
        expect(complaints).toEqual([]);
        expect(await accessibilityFaults(page)).toEqual([]);
      },
    );
  });
  return { sandbox: () => sandbox, watch };
}
