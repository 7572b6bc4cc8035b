import type { ModalView } from '@slack/types';
import type { ViewsOpenArguments, ViewsUpdateArguments } from '@slack/web-api';
import type { Log } from '../../flow/ports/log.ts';
import { plainText } from '../blocks/inputs.ts';
import { noticeView, shell } from '../blocks/notice.ts';
import { slackCodeOf } from '../client/slack-code.ts';

const NOT_LOOKED_UP = 'This could not be looked up just now. Close it and press the button again in a moment.';
export const NOT_KNOWN_HERE =
  'I do not know that send here. A send can be looked up in its own channel, and anywhere by the person who sent it. Guests can look up only what they sent themselves.';

/** What opening a view asks of Slack. */
export interface ViewsClient {
  readonly views: {
    open(args: ViewsOpenArguments): Promise<{ readonly view?: { readonly id?: string } }>;
    update(args: ViewsUpdateArguments): Promise<unknown>;
  };
}

interface Opening {
  readonly client: ViewsClient;
  readonly triggerId: string;
  readonly title: string;
  readonly log: Log;
  /** Tells the person when not even the frame opened. */
  readonly tell: (sentence: string) => Promise<unknown>;
}

/**
 * Opens a frame at once and fills it when the ledger has answered: a `trigger_id` does not wait.
 *
 * @param fill the view, or undefined for a send that is not known here.
 */
export async function openAndFill(opening: Opening, fill: () => Promise<ModalView | undefined>): Promise<void> {
  const { client, log, title, triggerId } = opening;
  const filling = filled(opening, fill);
  try {
    const frame = { ...shell(title), blocks: [{ type: 'section' as const, text: plainText('One moment…', 30) }] };
    const { view } = await client.views.open({ trigger_id: triggerId, view: frame });
    await client.views.update({ view_id: view?.id ?? '', view: await filling });
  } catch (error) {
    log.warn({ code: slackCodeOf(error) }, 'view not opened');
    await opening.tell('It did not open: Slack did not answer in time or is busy. Press the button again in a moment.');
  }
}

async function filled({ log, title }: Opening, fill: () => Promise<ModalView | undefined>): Promise<ModalView> {
  try {
    return (await fill()) ?? noticeView(title, NOT_KNOWN_HERE);
  } catch (error) {
    log.error({ err: error }, 'view not filled');
    return noticeView(title, NOT_LOOKED_UP);
  }
}
