import type { CodeMeaning, CodeTable } from '../../core/explanations/code-meaning.ts';

const ASK_KALEYRA = 'Your admin has to ask Kaleyra, who holds the access to WhatsApp.';

/** Meta's codes for the business, its number and Kaleyra's access: no message gets through until they are fixed. */
export const META_ACCOUNT_CODES = {
  131042: {
    meaning: 'WhatsApp has a problem with how the business pays',
    step: 'Your admin has to look at the payment settings; then it is safe to send again.',
    fixableBy: 'admin',
    again: 'after_fix',
  },
  131045: {
    meaning: 'the sender is not registered with WhatsApp as it should be',
    step: 'Your admin has to have Kaleyra register the number again.',
    fixableBy: 'admin',
    again: 'after_fix',
  },
  133010: {
    meaning: 'the sender is not registered with WhatsApp',
    step: 'Your admin has to have Kaleyra register the number.',
    fixableBy: 'admin',
    again: 'after_fix',
  },
  131037: {
    meaning: 'the sender’s display name is not approved yet',
    step: 'Your admin has to have the name approved.',
    fixableBy: 'admin',
    again: 'after_fix',
  },
  131031: {
    meaning: 'WhatsApp has locked the business account',
    step: 'Your admin has to look at the account at WhatsApp.',
    fixableBy: 'admin',
    again: 'after_fix',
  },
  368: {
    meaning: 'WhatsApp has blocked the business for breaking its rules',
    step: 'Your admin has to look at the account at WhatsApp.',
    fixableBy: 'admin',
    again: 'after_fix',
  },
  130497: {
    meaning: 'the business may not write to people in this country',
    step: 'Sending again will not help; your admin can see the rules in the account at WhatsApp.',
    fixableBy: 'admin',
    again: 'useless',
  },
  131048: {
    meaning: 'WhatsApp limits this sender, because too many people blocked or reported its messages',
    step: 'Stop sending for now; your admin has to look at the sender’s quality at WhatsApp.',
    fixableBy: 'admin',
    again: 'later',
  },
  33: {
    meaning: 'WhatsApp does not know the sender any more',
    step: 'Your admin has to check the sender’s number with Kaleyra.',
    fixableBy: 'admin',
    again: 'after_fix',
  },
  190: {
    meaning: 'Kaleyra’s access to WhatsApp has run out',
    step: ASK_KALEYRA,
    fixableBy: 'kaleyra',
    again: 'after_fix',
  },
  0: {
    meaning: 'WhatsApp did not let Kaleyra in',
    step: ASK_KALEYRA,
    fixableBy: 'kaleyra',
    again: 'after_fix',
  },
  3: {
    meaning: 'Kaleyra’s access to WhatsApp does not cover this',
    step: ASK_KALEYRA,
    fixableBy: 'kaleyra',
    again: 'after_fix',
  },
  10: {
    meaning: 'Kaleyra has no permission at WhatsApp for this, or has lost it',
    step: ASK_KALEYRA,
    fixableBy: 'kaleyra',
    again: 'after_fix',
  },
  131005: {
    meaning: 'Kaleyra has no permission at WhatsApp for this, or has lost it',
    step: ASK_KALEYRA,
    fixableBy: 'kaleyra',
    again: 'after_fix',
  },
} as const satisfies CodeTable;

/** Meta's 200–299: a permission that was not given or was taken away. */
export const PERMISSION_CODE: CodeMeaning = META_ACCOUNT_CODES[10];
