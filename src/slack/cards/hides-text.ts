import type { CardRole } from '../../core/send/card.ts';
import type { Send } from '../../core/send/send.ts';
import type { RuleBook } from '../../flow/ports/rules.ts';
import type { Strangers } from '../access/partners.ts';

/** Why a card does not show its text where it stands: others read it too, or Slack has not said whether they do. */
export type Hidden = 'shared' | 'not_known';

/** Undefined where the text is shown. Never rejects. */
export type HidesText = (card: {
  readonly role: CardRole;
  readonly destination: string;
}) => Promise<Hidden | undefined>;

/** In the place of the text. */
export const HIDDEN_NOTES: Readonly<Record<Hidden, string>> = {
  shared: 'The text is not shown here: this channel is shared with another organisation.',
  not_known:
    'The text is not shown yet: Slack does not say just now whether this channel is shared with another organisation. It is shown once Slack does.',
};

/** It is hidden in channels that are shared with another organisation, unless the policy shows it there. */
export function createHidesText({
  ruleBook,
  strangers: { sharedChannels },
}: {
  readonly ruleBook: RuleBook;
  readonly strangers: Pick<Strangers, 'sharedChannels'>;
}): HidesText {
  return async ({ destination }) => {
    if (ruleBook.current()?.showTextInSharedChannels === true) return undefined;
    const isShared = await sharedChannels.isShared(destination);
    if (isShared === undefined) return 'not_known';
    return isShared ? 'shared' : undefined;
  };
}

/**
 * The send as it may be read where its text is hidden. The provider's own words may quote the message; its IDs and codes are for
 * the team, who need them also while Slack is slow.
 */
export function withoutText(send: Send, hidden: Hidden | undefined): Send {
  if (hidden === undefined) return send;
  return {
    ...send,
    deliveries: send.deliveries.map(({ failure, ...delivery }) => ({
      ...delivery,
      ...(hidden === 'shared' && { messageId: undefined }),
      failure: failure && { ...failure, text: undefined },
    })),
  };
}
