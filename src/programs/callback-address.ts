import { callbackUrl } from '../kaleyra/callback/address.ts';

const HIDDEN = '••••';

/** The address that Kaleyra has to allow, without its secret: fit for a log and for other people's eyes. */
export function hiddenCallbackUrl(callback: { readonly publicUrl: string }): string {
  return callbackUrl({ ...callback, secrets: [HIDDEN] });
}
