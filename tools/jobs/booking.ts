import type { Job } from './job.ts';
import { card, expects, fills, gives, modal, seesWarnings } from './moves.ts';

const PRIYA = '+919876543210';
const RAHUL = '+919845012345';

/** A booking confirmation to two guests: the form from the command, the review, the card. */
export const booking: Job = {
  name: 'booking',
  wish: 'Send a booking to two guests',
  goal: { keys: 90, clicks: 0 },
  async play(stage) {
    const { page, user, sandbox } = stage;
    await gives(stage, `booking_confirm ${PRIYA} ${RAHUL}`);
    await modal(page).getByRole('button', { name: 'Review' }).waitFor();
    await user.reads(modal(page));
    await fills(stage, {
      "Customer's first name": 'Asha',
      'Booking number': 'BK-77',
      'Ending of the “View': 'bk-77',
      'Ending of the “See': 'lake',
    });
    await user.presses('Enter');
    const send = modal(page).getByRole('button', { name: /^Send to/ });
    await send.waitFor();
    await user.reads(modal(page));
    const warnings = await seesWarnings(stage);
    expects(
      warnings.some((warning) => warning.includes('Asha')),
      'a warning that both guests get the same name',
    );
    await user.tabsTo(send);
    await user.presses('Enter');
    await card(page)
      .getByText(/2 of 2 (delivered|read)/)
      .first()
      .waitFor();
    await user.reads(card(page));
    const reached = sandbox.state().phones.filter(({ messages }) => messages.length === 1);
    expects(reached.length === 2, 'one message on each of two phones');
  },
};
