import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { launchBrowser, openPage, type Watched } from '../support/browser.ts';

interface Options {
  /** How long Kaleyra waits with each delivery report. */
  readonly reportDelayMs: number;
  /** A test opens the page itself, in the size that it wants. */
  readonly isOpenedLater?: boolean;
}

/** A sandbox of its own for each test of a file, and its page in a real browser. */
export interface SandboxPage {
  readonly sandbox: Sandbox;
  readonly page: Page;
  /** What the page complained of on its console. */
  readonly complaints: readonly string[];
  open(size?: { readonly width: number; readonly height: number }): Promise<void>;
  readonly modal: () => Locator;
  /** Writes into the composer, and sends it. */
  readonly types: (text: string) => Promise<void>;
  /** Fills the form of `booking_confirm`. */
  readonly fillsBooking: () => Promise<void>;
}

/** Starts and stops them around the tests of the file that calls it. */
export function useSandboxPage({ reportDelayMs, isOpenedLater = false }: Options): SandboxPage {
  let sandbox: Sandbox;
  let browser: Browser;
  let watched: Watched;
  const modal = () => watched.page.getByRole('dialog');

  async function open(size?: { readonly width: number; readonly height: number }): Promise<void> {
    watched = await openPage(browser, sandbox.url, size);
  }

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    sandbox = await createSandbox({ reportDelayMs: () => reportDelayMs });
    if (!isOpenedLater) await open();
  });
  afterEach(async () => {
    await watched.page.close();
    await sandbox.stop();
  });

  return {
    get sandbox() {
      return sandbox;
    },
    get page() {
      return watched.page;
    },
    get complaints() {
      return watched.complaints;
    },
    open,
    modal,
    async types(text) {
      const composer = watched.page.getByRole('textbox', { name: /message/i });
      await composer.fill(text);
      await composer.press('Enter');
    },
    async fillsBooking() {
      await modal().getByLabel("Customer's first name").fill('Asha');
      await modal().getByLabel('Booking number').fill('BK-77');
      await modal()
        .getByLabel(/View booking/)
        .fill('login-abc');
      await modal()
        .getByLabel(/See a sample/)
        .fill('deluxe-room');
    },
  };
}
