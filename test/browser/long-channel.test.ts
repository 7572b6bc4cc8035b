import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { launchBrowser, openPage } from '../support/browser.ts';

const MESSAGES = 10_000;
const AT_ONCE = 40;
const TURNS = 60;
/** A reader who comes near the top gets so many more messages at a time: what a page can draw between two frames. */
const MOST_AT_A_TIME = 100;

interface Measured {
  /** Milliseconds between two frames. */
  readonly frames: readonly number[];
  /** How many messages each change of the page added. */
  readonly added: readonly number[];
}

/** Runs in the page. */
const MEASURE = `
  var measured = { frames: [], added: [] };
  const drawn = () => document.querySelectorAll('.message').length;
  let before = drawn();
  new MutationObserver(() => {
    const now = drawn();
    if (now > before) measured.added.push(now - before);
    before = now;
  }).observe(document.body, { childList: true, subtree: true });
  let last = performance.now();
  const tick = (now) => { measured.frames.push(now - last); last = now; requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
`;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ withBot: false });
});
afterAll(() => sandbox.stop());

async function says(number: number): Promise<void> {
  const response = await fetch(`${sandbox.url}/sandbox/type`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      memberId: 'U0BEN00001',
      channelId: 'C0BOOKINGS',
      text: `*Booking ${number}* is on its way, see <https://example.com/${number}|the list>`,
    }),
  });
  await response.arrayBuffer();
}

describe('a channel with 10,000 messages', { timeout: 120_000 }, () => {
  it('opens at its newest message and draws older ones a hundred at a time', async () => {
    for (let at = 0; at < MESSAGES; at += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => says(at + index)));
    }
    const browser = await launchBrowser();
    const start = performance.now();
    const { page, complaints } = await openPage(browser, sandbox.url);
    await page
      .getByText(/^Booking 99\d\d$/)
      .last()
      .waitFor();
    const openMs = performance.now() - start;
    const atFirst = await page.locator('.message').count();
    await page.evaluate(MEASURE);
    await page.mouse.move(600, 400);

    for (let turn = 0; turn < TURNS; turn++) await page.mouse.wheel(0, -1200);
    await page.waitForFunction("document.querySelectorAll('.message').length > 300");

    const { frames, added } = await page.evaluate<Measured>('measured');
    const sorted = frames.toSorted((one, other) => one - other);
    const at = (share: number) => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
    process.stdout.write(
      `      10,000 messages: open in ${Math.round(openMs)} ms; scrolling ${frames.length} frames, ` +
        `median ${at(0.5)} ms, 95 % under ${at(0.95)} ms\n`,
    );
    await browser.close();

    expect(complaints).toEqual([]);
    expect(atFirst).toBeLessThanOrEqual(MOST_AT_A_TIME);
    expect(added.length).toBeGreaterThan(1);
    expect(Math.max(...added)).toBeLessThanOrEqual(MOST_AT_A_TIME);
  });
});
