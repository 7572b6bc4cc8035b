/** Every name that Slack sends back to us, in one place: a listener, a view and the manifest that disagree lose clicks. */

/** The path that commands, interactivity, option loads and events all arrive at. */
export const EVENTS_PATH = '/slack/events';

export const SEND_COMMAND = '/whatsapp-send';

/** `callback_id`s. */
export const COMPOSE_VIEW = 'whatsapp_send';
export const REVIEW_VIEW = 'whatsapp_send_review';

/** `action_id` of the button under the notice of a pause. */
export const RESUME_SENDING = 'resume_sending';

/** `action_id`s of the compose view that do not depend on the template. */
export const TEMPLATE_INPUT = 'template';
export const TEMPLATE_NAME_INPUT = 'template_name';
export const PARAMS_INPUT = 'params';
export const RECIPIENTS_INPUT = 'recipients';
export const SENDER_INPUT = 'sender';
export const CHANNEL_INPUT = 'channel';
