import type { Mode } from '../../core/rules/mode.ts';
import { SEND_COMMAND } from '../ids.ts';

const LINES = [
  '*Send an approved WhatsApp template to one or more people.*',
  `• \`${SEND_COMMAND}\` opens the form: choose a template, fill in its values, add the recipients.`,
  `• \`${SEND_COMMAND} booking_confirm +91 98765 43210\` opens it with the template and the recipients filled in.`,
  `• \`${SEND_COMMAND} list\` sends to a sheet of people, each with their own words: a CSV file, or rows that you paste. \`${SEND_COMMAND} groups\` shows the saved groups.`,
  `• \`${SEND_COMMAND} status 3210\` shows what went to a number, by its last four or more digits or all of it; \`${SEND_COMMAND} status ID\` shows one message.`,
  `• \`${SEND_COMMAND} recent\` lists the latest messages. Add what you look for: \`failed\`, a template, \`@ben\`, \`yesterday\`, \`monday\`, \`2026-11-20\`, \`50\`, or several of them.`,
  `• \`${SEND_COMMAND} optout +91 98765 43210\` stops every message to a person who said no, \`${SEND_COMMAND} optout marketing …\` marketing only; \`${SEND_COMMAND} optin …\` allows them again.`,
  'You see the message exactly as it will arrive before anything is sent. The result is posted in the channel you choose.',
  'What people answer or tap lands in the thread of its message, where your admin has set that up in Kaleyra’s console; *Answer on WhatsApp* there sends an answer back, within 24 hours.',
];
const MY_NUMBER = `• \`${SEND_COMMAND} my-number +91 98765 43210\` proves a number of your own by a code, so that messages reach it: this bot is in team mode.`;
/** Before what is said of everything. */
const COMMANDS = LINES.findLastIndex((line) => line.startsWith('•')) + 1;

/** The reply to `/whatsapp-send help`. */
export function helpText(mode: Mode): string {
  return (mode === 'team' ? LINES.toSpliced(COMMANDS, 0, MY_NUMBER) : LINES).join('\n');
}
