import type { CodeMeaning, CodeTable } from '../../core/explanations/code-meaning.ts';

/** Refusals without a code of Kaleyra's: only the HTTP status says anything. */
export const HTTP_CODES = {
  HTTP_400: {
    meaning: 'Kaleyra could not use the request',
    step: 'Check the template and its values; if they are right, show this to your admin.',
    fixableBy: 'admin',
    again: 'after_fix',
    needsTheirWords: true,
  },
  HTTP_401: {
    meaning: 'Kaleyra refused the account',
    step: 'Your admin has to check the SID, the key, the region and the list of allowed IP addresses.',
    fixableBy: 'admin',
    again: 'after_fix',
    stopsAccount: 'until_probed',
  },
  HTTP_402: {
    meaning: 'Kaleyra wants to be paid first',
    step: 'Your admin has to look at the account’s balance.',
    fixableBy: 'admin',
    again: 'after_fix',
    stopsAccount: 'until_resumed',
  },
  HTTP_403: {
    meaning: 'Kaleyra does not allow this account to send it',
    step: 'Your admin has to check the account, the sender and the list of allowed IP addresses.',
    fixableBy: 'admin',
    again: 'after_fix',
    needsTheirWords: true,
    stopsAccount: 'until_resumed',
  },
  HTTP_404: {
    meaning: 'there is no such account at this address of Kaleyra’s',
    step: 'Your admin has to check the SID and the region.',
    fixableBy: 'admin',
    again: 'after_fix',
  },
  HTTP_413: {
    meaning: 'the message is larger than Kaleyra takes',
    step: 'Shorten the values or send to fewer recipients at once.',
    fixableBy: 'you',
    again: 'after_fix',
  },
  HTTP_424: {
    meaning: 'something that Kaleyra needs for this message is missing',
    step: 'Check the template and its values; if they are right, show this to your admin.',
    fixableBy: 'admin',
    again: 'after_fix',
    needsTheirWords: true,
  },
  HTTP_421: {
    meaning: 'Kaleyra’s server says that it is not the one for this account',
    step: 'Your admin has to check KALEYRA_API_DOMAIN.',
    fixableBy: 'admin',
    again: 'after_fix',
  },
  HTTP_429: {
    meaning: 'Kaleyra asked for fewer messages at a time, and several tries did not help',
    step: 'Nothing was sent, so it is safe to send again in a few minutes.',
    fixableBy: 'nobody',
    again: 'later',
    asksToWait: true,
  },
} as const satisfies CodeTable;

export const REDIRECT_CODE: CodeMeaning = {
  meaning: 'Kaleyra’s address points somewhere else, and a message is not sent after it',
  step: 'Your admin has to check KALEYRA_API_DOMAIN.',
  fixableBy: 'admin',
  again: 'after_fix',
};

export const OTHER_REFUSAL_CODE: CodeMeaning = {
  meaning: 'Kaleyra refused it',
  step: 'Show this to your admin before sending again.',
  fixableBy: 'admin',
  again: 'after_fix',
  needsTheirWords: true,
};

/** Only a report has it: a response with such a status shows neither that the message was taken nor that it was refused. */
export const SERVER_FAULT_CODE: CodeMeaning = {
  meaning: 'Kaleyra had a fault of its own',
  step: 'Send again in five minutes or more.',
  fixableBy: 'kaleyra',
  again: 'later',
};
