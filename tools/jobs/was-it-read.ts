import type { Job } from './job.ts';
import { arrange, expects, gives } from './moves.ts';
import { sendsNotice } from './notice.ts';

const PRIYA = '919876543210';

/** A colleague asks about a guest, of whom the last four digits are known. */
export const wasItRead: Job = {
  name: 'was-it-read',
  wish: 'Was the message to …3210 read?',
  goal: { keys: 20, clicks: 0 },
  async before({ page, sandbox }) {
    await sendsNotice(page, [`+${PRIYA}`]);
    await page
      .getByText(/1 of 1 delivered/)
      .last()
      .waitFor();
    await arrange(sandbox, 'phone', { number: PRIYA, do: 'read' });
    await page
      .getByText(/1 of 1 read/)
      .last()
      .waitFor();
  },
  async play(stage) {
    const { page, user } = stage;
    await gives(stage, 'status 3210');
    const answer = page.locator('.message-ephemeral').last();
    const text = await user.reads(answer);
    expects(/\bread\b/.test(text) && text.includes('3210'), 'an answer that says read, with the end of the number');
  },
};
