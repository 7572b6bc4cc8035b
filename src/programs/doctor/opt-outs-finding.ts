import type { Config } from '../../config/config.ts';
import { formatNoun } from '../../core/format.ts';
import { createBlocklist } from '../../kaleyra/blocklist/blocklist.ts';
import type { Check } from './finding.ts';

type Values = Config['values'];

/** Whom messages may reach at all. */
export function checkMode({ MODE, TEAM_NUMBERS }: Pick<Values, 'MODE' | 'TEAM_NUMBERS'>): Check {
  return async () => {
    switch (MODE) {
      case 'live':
        return { state: 'well', says: 'Messages leave (MODE=live).' };
      case 'trial':
        return {
          state: 'note',
          says: 'Nothing leaves this machine: the bot is on trial (MODE=trial). Forms and cards say so.',
          fix: 'Set MODE=team or MODE=live when messages are to leave.',
        };
      case 'team': {
        const listed =
          TEAM_NUMBERS.length === 0 ? 'none is listed' : `${formatNoun(TEAM_NUMBERS.length, 'number')} listed`;
        return {
          state: 'note',
          says: `Only the team’s numbers get messages (MODE=team; ${listed} in TEAM_NUMBERS).`,
          fix: 'List them in TEAM_NUMBERS; set MODE=live when everybody may get messages.',
        };
      }
    }
  };
}

/** Where it stands who said no: here alone, or on Kaleyra's blocklist too. */
export function checkOptOuts({ MIRROR_OPTOUTS }: Pick<Values, 'MIRROR_OPTOUTS'>, kaleyra: Config['kaleyra']): Check {
  return async () => {
    if (!MIRROR_OPTOUTS) {
      return {
        state: 'note',
        says: 'Who said no stands in this ledger alone: other systems of the Kaleyra account do not know it.',
        fix: 'Set MIRROR_OPTOUTS=true to write it to Kaleyra’s blocklist, if other systems send from this account.',
      };
    }
    const blocklist = createBlocklist(kaleyra);
    try {
      if ((await blocklist.read(0)) !== undefined)
        return { state: 'well', says: 'Kaleyra’s blocklist can be read; who says no is written to it.' };
      return {
        state: 'unclear',
        says: 'Kaleyra’s blocklist cannot be read, so who says no may stand in this ledger alone.',
        fix: 'Ask Kaleyra whether the account has the blocklist for WhatsApp (contacts/blocklisted), or set MIRROR_OPTOUTS=false.',
      };
    } finally {
      await blocklist.close();
    }
  };
}
