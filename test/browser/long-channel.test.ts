import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { launchBrowser, openPage } from '../support/browser.ts';

const MESSAGES = 10_000;
const AT_ONCE = 40;
const TURNS = 60;

interface Measured {
  /** Milliseconds between two frames. */
  readonly frames: readonly number[];
  /** Milliseconds of each task that held the page up for more than 50. */
  readonly longTasks: readonly number[];
}

/** Runs in the page. */
const MEASURE = `
  var measured = { frames: [], longTasks: [] };
  new PerformanceObserver((list) => measured.longTasks.push(...list.getEntries().map((entry) => entry.duration)))
    .observe({ type: 'longtask' });
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
  it('opens at its newest message and scrolls smoothly', async () => {
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
    await page.evaluate(MEASURE);
    await page.mouse.move(600, 400);

    for (let turn = 0; turn < TURNS; turn++) await page.mouse.wheel(0, -1200);
    await page.waitForFunction("document.querySelectorAll('.message').length > 300");

    const { frames, longTasks } = await page.evaluate<Measured>('measured');
    const sorted = frames.toSorted((one, other) => one - other);
    const at = (share: number) => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
    const longest = Math.round(Math.max(0, ...longTasks));
    process.stdout.write(
      `      10,000 messages: open in ${Math.round(openMs)} ms; scrolling ${frames.length} frames, ` +
        `median ${at(0.5)} ms, 95 % under ${at(0.95)} ms; ${longTasks.length} long tasks, the longest ${longest} ms\n`,
    );
    await browser.close();

    expect(complaints).toEqual([]);
    expect(at(0.5)).toBeLessThan(100);
    expect(longest).toBeLessThan(500);
  });
});
