import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Log } from '../../../flow/ports/log.ts';
import { bannerView } from '../../blocks/banner.ts';
import { plainText } from '../../blocks/basic-blocks.ts';
import { modal } from '../../blocks/modal.ts';
import { openView } from '../../client/open-view.ts';
import { slackCodeOf } from '../../client/slack-code.ts';
import { MAX_TEXT_LENGTH } from '../../limits.ts';

/** Under a button whose view did not open. */
export const NOT_OPENED =
  'It did not open: Slack did not answer in time or is busy. Press the button again in a moment.';
const NOT_LOOKED_UP = 'This could not be looked up just now. Close it and press the button again in a moment.';
/** For a send that does not exist, or that this person may not see here. */
export const NOT_FOUND_HERE =
  'This message cannot be looked up here. It can be looked up in its own channel, and anywhere by the person who sent it. Guests can look up only what they sent themselves.';

/** What opens a view and fills it. */
export type ViewsClient = Pick<WebClient, 'apiCall' | 'views'>;

interface Opening {
  readonly client: ViewsClient;
  readonly triggerId: string;
  readonly title: string;
  readonly log: Log;
  /** Tells the person that no view opened. */
  readonly reply: (sentence: string) => Promise<unknown>;
}

/**
 * Opens an empty view at once, before its `trigger_id` expires, and fills it when the ledger has responded. Never rejects.
 *
 * @param fill gives the view; undefined for a send that this person may not see here.
 */
export async function openAndFill(opening: Opening, fill: () => Promise<ModalView | undefined>): Promise<void> {
  const { client, log, title, triggerId } = opening;
  const filling = filled(opening, fill);
  try {
    const emptyView = {
      ...modal(title),
      blocks: [{ type: 'section' as const, text: plainText('One moment…', MAX_TEXT_LENGTH) }],
    };
    const { view } = await openView(client, triggerId, emptyView);
    await client.views.update({ view_id: view?.id ?? '', view: await filling });
  } catch (error) {
    log.warn({ code: slackCodeOf(error) }, 'view not opened');
    await opening.reply(NOT_OPENED);
  }
}

async function filled({ log, title }: Opening, fill: () => Promise<ModalView | undefined>): Promise<ModalView> {
  try {
    return (await fill()) ?? bannerView(title, NOT_FOUND_HERE);
  } catch (error) {
    log.error({ err: error }, 'view not filled');
    return bannerView(title, NOT_LOOKED_UP);
  }
}
