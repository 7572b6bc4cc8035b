import type { Job } from './job.ts';
import { arrange, card, expects, modal } from './moves.ts';
import { sendsNotice } from './notice.ts';

const COUNT = 20;

/** Kaleyra failed after it had taken the message; somebody has asked the people, and all of them have it. */
export const unknowns: Job = {
  name: 'unknowns',
  wish: `Say of ${COUNT} unknown recipients that it arrived`,
  goal: { clicks: 4 },
  async before({ page, sandbox }) {
    await arrange(sandbox, 'fault', { id: 'error_500_after_sending', isOn: true, once: true });
    await arrange(sandbox, 'fault', { id: 'reports_never', isOn: true });
    await sendsNotice(
      page,
      Array.from({ length: COUNT }, (_, at) => `+9198765${43_211 + at}`),
    );
    await page
      .getByText(new RegExp(`${COUNT} of ${COUNT} unknown`))
      .first()
      .waitFor();
  },
  async play({ page, user }) {
    await user.clicks(card(page).getByRole('button', { name: 'Details' }));
    const all = modal(page).getByLabel(new RegExp(`^All ${COUNT} `));
    await all.waitFor();
    await user.reads(modal(page));
    await user.clicks(all);
    await user.clicks(modal(page).getByLabel('It arrived', { exact: true }));
    await user.clicks(modal(page).getByRole('button', { name: 'Save' }));
    const saved = await user.reads(modal(page).getByText(/^✓ Saved/));
    expects(saved.includes(`${COUNT} people`), 'how many were settled');
    await card(page)
      .getByText(new RegExp(`${COUNT} of ${COUNT} delivered`))
      .first()
      .waitFor();
  },
};
