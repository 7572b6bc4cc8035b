import type { CardRole } from '../../core/send/card.ts';
import type { Send } from '../../core/send/send.ts';
import type { RuleBook } from '../../flow/ports/rules.ts';
import type { Strangers } from '../access/partners.ts';

/** Whether a card shows neither the text nor message IDs where it stands. Never rejects. */
export type HidesText = (card: { readonly role: CardRole; readonly destination: string }) => Promise<boolean>;

export const SHARED_NOTE = 'The text is not shown here: this channel is shared with another organisation.';

/** It is hidden in channels that are shared with another organisation, unless the policy shows it there. */
export function createHidesText({
  ruleBook,
  strangers: { sharedChannels },
}: {
  readonly ruleBook: RuleBook;
  readonly strangers: Pick<Strangers, 'sharedChannels'>;
}): HidesText {
  return async ({ destination }) => {
    if (ruleBook.current()?.showTextInSharedChannels === true) return false;
    return sharedChannels.isShared(destination);
  };
}

/** The send as others than the workspace read it. The provider's own words may quote the message. */
export function withoutMessageIds(send: Send): Send {
  return {
    ...send,
    deliveries: send.deliveries.map(({ failure, ...delivery }) => ({
      ...delivery,
      messageId: undefined,
      failure: failure && { ...failure, text: undefined },
    })),
  };
}
