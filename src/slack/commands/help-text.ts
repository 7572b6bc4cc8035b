import { SEND_COMMAND } from '../ids.ts';

/** The reply to `/whatsapp-send help`. */
export const HELP_TEXT = [
  '*Send an approved WhatsApp template to one or more people.*',
  `• \`${SEND_COMMAND}\` opens the form: choose a template, fill in its values, add the recipients.`,
  `• \`${SEND_COMMAND} booking_confirm +91 98765 43210\` opens it with the template and the recipients filled in.`,
  `• \`${SEND_COMMAND} status ID\` shows what happened to a message, by its send ID or message ID; \`${SEND_COMMAND} recent\` lists the latest.`,
  'You see the message exactly as it will arrive before anything is sent. The result is posted in the channel you choose.',
].join('\n');
