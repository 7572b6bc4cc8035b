import type { CodeTable } from '../../core/explanations/code-meaning.ts';

/** Kaleyra's own codes, as far as its documentation publishes them. */
export const KALEYRA_CODES = {
  E424: {
    meaning: 'Kaleyra refused something in the message',
    step: 'Fix what Kaleyra names, then send again; if that does not help, show this to your admin.',
    fixableBy: 'you',
    again: 'after_fix',
    needsTheirWords: true,
  },
  E13001: {
    meaning: 'Kaleyra could not use something that it was given',
    step: 'Fix what Kaleyra names, then send again.',
    fixableBy: 'you',
    again: 'after_fix',
    needsTheirWords: true,
  },
  RBC001: {
    meaning: 'Kaleyra refused the account, because the SID or the API key is not right',
    step: 'Your admin has to check the SID, the key, the region and the list of allowed IP addresses.',
    fixableBy: 'admin',
    again: 'after_fix',
    stopsAccount: 'until_probed',
  },
  E110: {
    meaning: 'the Kaleyra account has no balance left',
    step: 'Your admin has to top it up; then it is safe to send again.',
    fixableBy: 'admin',
    again: 'after_fix',
    stopsAccount: 'until_resumed',
    pausedStep: 'Your admin has to top it up.',
  },
  WAV2101: {
    meaning: 'the Kaleyra account has reached its limit for today',
    step: 'Send again tomorrow, or have your admin ask Kaleyra for a higher limit.',
    fixableBy: 'admin',
    again: 'later',
    stopsAccount: 'until_resumed',
    pausedStep: 'Your admin has to ask Kaleyra for a higher limit, or wait for tomorrow.',
  },
  WA400: {
    meaning: 'Kaleyra could not use the request as it was written',
    step: 'Check the template and its values; if they are right, show this to your admin.',
    fixableBy: 'admin',
    again: 'after_fix',
    needsTheirWords: true,
  },
  WA401: {
    meaning: 'this Kaleyra account may not send this, because the number or the template is not approved for it',
    step: 'Your admin has to check the account, the sender and the template with Kaleyra.',
    fixableBy: 'admin',
    again: 'after_fix',
  },
  WA500: {
    meaning: 'Kaleyra had a fault of its own',
    step: 'Send again in five minutes or more.',
    fixableBy: 'kaleyra',
    again: 'later',
  },
} as const satisfies CodeTable;

/** `E600`, `E800`–`E805`, `E900` and on: Kaleyra's product for one-time passwords, which shares the address. */
export const VERIFY_CODE = {
  meaning: 'Kaleyra answered as its product for one-time passwords, not as WhatsApp',
  step: 'Your admin has to check the SID and that the account can send WhatsApp messages.',
  fixableBy: 'admin',
  again: 'after_fix',
  needsTheirWords: true,
} as const;
