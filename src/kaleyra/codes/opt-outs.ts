import type { ReadOptOut } from '../../flow/ports/store/rules/opt-outs.ts';

/** Meta's "User stopped marketing messages". @see https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes */
const STOPPED_MARKETING = '131050';
/** Kaleyra's "Number Opted Out" of a message that it did not send, whose code it does not publish. */
const OPTED_OUT = /\bopt(?:ed)?[\s_-]*out\b/i;

/** What a report that a message did not arrive says of its recipient's wishes. */
export const readOptOut: ReadOptOut = ({ code, text }) => {
  if (code?.trim() === STOPPED_MARKETING) return { scope: 'marketing', source: 'report' };
  return text !== undefined && OPTED_OUT.test(text) ? { scope: 'all', source: 'provider' } : undefined;
};
