import { callbackUrl, incomingUrl } from '../kaleyra/callback/address.ts';

const HIDDEN = '••••';

/** The address of what recipients write, without its secret. */
export function hiddenIncomingUrl(callback: { readonly publicUrl: string }): string {
  return incomingUrl({ ...callback, secrets: [HIDDEN] });
}

/** The address that Kaleyra has to allow, without its secret: fit for a log and for other people's eyes. */
export function hiddenCallbackUrl(callback: { readonly publicUrl: string }): string {
  return callbackUrl({ ...callback, secrets: [HIDDEN] });
}
