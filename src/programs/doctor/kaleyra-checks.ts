import { maskPhoneNumber, type PhoneNumber } from '../../core/recipients/phone-number.ts';
import type { Probe } from '../../flow/ports/store/account.ts';
import type { KaleyraAccount } from '../../kaleyra/account.ts';
import { askSender, type SenderState } from '../../kaleyra/sender-details.ts';
import type { Check, Finding } from './finding.ts';

const REACH_KALEYRA =
  'Check that this machine reaches Kaleyra (network, proxy, firewall, KALEYRA_API_DOMAIN), and ask again.';

/** Whether Kaleyra takes the SID and the key, by a request that sends nothing. */
export function checkAccount(probe: Probe, origin: string): Check {
  return async () => {
    const host = new URL(origin).host;
    switch (await probe()) {
      case 'accepted':
        return { state: 'well', says: `Kaleyra takes the account at ${host}.` };
      case 'unclear':
        return {
          state: 'unclear',
          says: `Kaleyra at ${host} did not say whether it takes the account.`,
          fix: REACH_KALEYRA,
        };
      case 'other_server':
        return {
          state: 'broken',
          says: `What answers at ${host} is not Kaleyra: it gives a page in place of a list of templates.`,
          fix: 'Check KALEYRA_API_DOMAIN, and whether a proxy or the log-in page of a network stands in between.',
        };
      case 'refused':
        return {
          state: 'broken',
          says: `Kaleyra at ${host} refuses the account.`,
          fix: 'Check KALEYRA_SID, KALEYRA_API_KEY and KALEYRA_API_DOMAIN, the key’s allowed IP addresses, and that the person who created the key is still in the Kaleyra team.',
        };
    }
  };
}

/** Whether the account has the sender. Not asked when Kaleyra does not take the account: it would refuse any number. */
export function checkSender(probe: Probe, account: KaleyraAccount, sender: PhoneNumber): Check {
  return async () => {
    const shown = maskPhoneNumber(sender);
    if ((await probe()) === 'accepted') return senderFinding(await askSender(account, sender), shown);
    const says = `The sender ${shown} was not checked: that needs an account that Kaleyra takes.`;
    return { state: 'unclear', says, fix: 'Fix the account first: the line about it says how.' };
  };
}

function senderFinding(state: SenderState, sender: string): Finding {
  switch (state) {
    case 'known':
      return { state: 'well', says: `Kaleyra knows the sender ${sender}.` };
    case 'blocked':
      return {
        state: 'broken',
        says: `WhatsApp lets the sender ${sender} send nothing.`,
        fix: 'Kaleyra’s console shows why, with the number; Kaleyra’s support can help.',
      };
    case 'refused':
      return {
        state: 'broken',
        says: `Kaleyra does not find the sender ${sender} in this account.`,
        fix: 'Check KALEYRA_FROM against the WhatsApp numbers in Kaleyra’s console, with the country code.',
      };
    case 'unclear':
      return {
        state: 'unclear',
        says: `Kaleyra did not say whether it knows the sender ${sender}.`,
        fix: 'Compare KALEYRA_FROM with the WhatsApp numbers in Kaleyra’s console.',
      };
  }
}
