import type { Config } from '../../config/config.ts';
import { callbackUrl, incomingUrl } from '../../kaleyra/callback/address.ts';
import { hiddenCallbackUrl, hiddenIncomingUrl } from '../callback-address.ts';
import { ASK_TIMEOUT_MS, type Check } from './finding.ts';

type Callback = NonNullable<Config['callback']>;

/** Right in form, and no bot's: another server may answer 200 to it, a bot answers 404. */
const WRONG_SECRET = 'doctor-asks-with-a-wrong-secret-on-purpose';

/** That there are no delivery reports, when none are set up. */
export const checkNoCallback: Check = async () => ({
  state: 'note',
  says: 'There is no PUBLIC_URL, so no delivery reports: cards end at “accepted”.',
  fix: 'To get them, follow “Delivery reports” in the README.',
});

/** Whether a delivery report would reach this bot: it asks the address as Kaleyra does, with the secret and with a wrong one. */
export function checkCallback(callback: Callback): Check {
  return async () => {
    const [ours, other] = await Promise.all([
      statusOf(callbackUrl(callback)),
      statusOf(callbackUrl({ ...callback, secrets: [WRONG_SECRET] })),
    ]);
    if (ours === 200 && other === 404) return { state: 'well', says: 'Delivery reports reach the bot at PUBLIC_URL.' };
    if (ours === undefined) {
      return {
        state: 'unclear',
        says: 'Nothing answers at PUBLIC_URL right now.',
        fix: 'Start the bot, and ask again; Kaleyra has to reach the address from outside.',
      };
    }
    if (ours === 404 && other === 404) {
      return {
        state: 'broken',
        says: 'What answers at PUBLIC_URL does not take the callback address (404).',
        fix: 'Let PUBLIC_URL lead to this bot’s port, /kaleyra/ included, and start the bot again when its secret has changed.',
      };
    }
    return {
      state: 'broken',
      says: `Something else than the bot answers at PUBLIC_URL (${ours}).`,
      fix: 'Let PUBLIC_URL lead to this bot’s port (PORT); a proxy has to pass on /kaleyra/ as it comes.',
    };
  };
}

/** The address that Kaleyra has to allow, which Kaleyra cannot be asked for. @param isSecretShown on request only */
export function callbackAddress(callback: Callback, isSecretShown: boolean): Check {
  const address = isSecretShown ? callbackUrl(callback) : hiddenCallbackUrl(callback);
  const where = 'In Kaleyra’s console: user profile → Settings → Settings tab → Enable WhatsApp Callback URLs.';
  return async () => ({
    state: 'note',
    says: `Kaleyra has to allow this address: ${address}`,
    fix: isSecretShown ? where : `${where} \`npm run doctor -- --show-secret\` prints it whole.`,
  });
}

/** The address that Kaleyra has to call with what recipients write, which Kaleyra cannot be asked for either. */
export function incomingAddress(callback: Callback, isSecretShown: boolean): Check {
  const address = isSecretShown ? incomingUrl(callback) : hiddenIncomingUrl(callback);
  const where = 'In Kaleyra’s console: Channels → WhatsApp → Configurations → Numbers → Edit → Incoming URL.';
  return async () => ({
    state: 'note',
    says: `To see in Slack what recipients answer, Kaleyra has to call this address: ${address}`,
    fix: isSecretShown ? where : `${where} \`npm run doctor -- --show-secret\` prints it whole.`,
  });
}

/** @returns undefined when nothing answers. */
async function statusOf(address: string): Promise<number | undefined> {
  const signal = AbortSignal.timeout(ASK_TIMEOUT_MS);
  try {
    const answer = await fetch(address, { signal, redirect: 'manual' });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return undefined;
  }
}
