import type { Config } from '../../config/config.ts';
import { createBlocklist } from '../../kaleyra/blocklist/blocklist.ts';
import type { Check } from './finding.ts';

type Values = Config['values'];

/** Where it stands who said no: here alone, or on Kaleyra's blocklist too. */
export function checkOptOuts({ MIRROR_OPTOUTS }: Pick<Values, 'MIRROR_OPTOUTS'>, kaleyra: Config['kaleyra']): Check {
  return async () => {
    if (!MIRROR_OPTOUTS) {
      return {
        state: 'note',
        says: 'Opt-outs are kept in this ledger only: other systems that send from this Kaleyra account do not know them.',
        fix: 'Set MIRROR_OPTOUTS=true to write it to Kaleyra’s blocklist, if other systems send from this account.',
      };
    }
    const blocklist = createBlocklist(kaleyra);
    try {
      if ((await blocklist.read(0)) !== undefined)
        return { state: 'well', says: 'Kaleyra’s blocklist can be read; who says no is written to it.' };
      return {
        state: 'unclear',
        says: 'Kaleyra’s blocklist cannot be read, so opt-outs may be kept in this ledger only.',
        fix: 'Ask Kaleyra whether the account has the blocklist for WhatsApp (contacts/blocklisted), or set MIRROR_OPTOUTS=false.',
      };
    } finally {
      await blocklist.close();
    }
  };
}
