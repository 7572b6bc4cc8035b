import type { CodeTable } from '../../core/explanations/code-meaning.ts';

/** Meta's codes for a template and what fills it. */
export const META_TEMPLATE_CODES = {
  132000: {
    meaning: 'the template needs another number of values than it was given',
    step: 'Your admin has to compare the template here with the one at WhatsApp.',
    fixableBy: 'admin',
    again: 'after_fix',
  },
  132001: {
    meaning: 'WhatsApp has no approved template of this name in this language',
    step: 'Choose another language, or have your admin check the name and its approval.',
    fixableBy: 'admin',
    again: 'after_fix',
  },
  132005: {
    meaning: 'the text is too long once the values are filled in',
    step: 'Shorten the values and send again.',
    fixableBy: 'you',
    again: 'after_fix',
  },
  132007: {
    meaning: 'the content breaks a rule of WhatsApp’s',
    step: 'Change the values, or have your admin have the template reviewed.',
    fixableBy: 'admin',
    again: 'after_fix',
  },
  132008: {
    meaning: 'a value has not the form that the template asks for there',
    step: 'Check each value against its example and send again.',
    fixableBy: 'you',
    again: 'after_fix',
    needsTheirWords: true,
  },
  132012: {
    meaning: 'a value is not of the kind that the template asks for, such as a text where an image belongs',
    step: 'Check the values; if they are right, your admin has to compare the template here with the one at WhatsApp.',
    fixableBy: 'admin',
    again: 'after_fix',
    needsTheirWords: true,
  },
  132015: {
    meaning: 'WhatsApp has paused this template, because too many people blocked or reported it',
    step: 'Use another template, or wait for the pause of some hours to end.',
    fixableBy: 'admin',
    again: 'later',
  },
  132016: {
    meaning: 'WhatsApp has switched this template off for good',
    step: 'Use another template; your admin can have a new one approved.',
    fixableBy: 'admin',
    again: 'useless',
  },
  132018: {
    meaning: 'a value has a line break, a tab or more than four spaces in a row',
    step: 'Write it on one line and send again.',
    fixableBy: 'you',
    again: 'after_fix',
  },
  132068: {
    meaning: 'the flow behind the template’s button is blocked',
    step: 'Your admin has to fix the flow at WhatsApp.',
    fixableBy: 'admin',
    again: 'after_fix',
  },
  132069: {
    meaning: 'the flow behind the template’s button has had its ten messages of this hour',
    step: 'Wait an hour; your admin has to fix the flow at WhatsApp.',
    fixableBy: 'admin',
    again: 'later',
  },
  131063: {
    meaning: 'marketing templates are switched off for this way of sending',
    step: 'Your admin has to have Kaleyra switch them on.',
    fixableBy: 'admin',
    again: 'after_fix',
  },
  131064: {
    meaning: 'the account has reached WhatsApp’s limit for templates of the wrong category',
    step: 'Your admin has to look at the account at WhatsApp.',
    fixableBy: 'admin',
    again: 'after_fix',
  },
} as const satisfies CodeTable;
