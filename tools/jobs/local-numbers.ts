import type { Job } from './job.ts';
import { expects, fills, gives, modal } from './moves.ts';

const COUNT = 40;
/** As a spreadsheet of India holds them: ten digits, no country code. */
const COLUMN = Array.from({ length: COUNT }, (_, at) => `98765${43_211 + at}`).join('\n');

/** A column of numbers without a country code: it is pasted once, and nothing is typed again. */
export const localNumbers: Job = {
  name: 'local-numbers',
  wish: `Paste ${COUNT} numbers without a country code`,
  goal: { clicks: 1 },
  async play(stage) {
    const { page, user } = stage;
    await gives(stage, 'quick_notice');
    await fills(stage, { 'The notice': 'The lift is out of order.' });
    await user.tabsTo(modal(page).getByLabel('Recipients'));
    await user.pastes(COLUMN);
    await user.tabsTo(modal(page).getByRole('button', { name: 'Review' }));
    await user.presses('Enter');
    const india = modal(page).getByLabel('Read them as +91 India');
    await india.waitFor();
    const asked = await user.reads(modal(page));
    expects(asked.includes(`${COUNT} of ${COUNT}`), 'how many numbers have no country code');
    await user.clicks(india);
    await user.tabsTo(modal(page).getByRole('button', { name: 'Review' }));
    await user.presses('Enter');
    const send = modal(page).getByRole('button', { name: new RegExp(`^Send to ${COUNT} `) });
    await send.waitFor();
    const review = await user.reads(modal(page));
    expects(review.includes('+91 98765 43211'), 'the first number with its country code');
  },
};
