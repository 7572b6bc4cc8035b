/** Every name that Slack sends back to us, once: listeners, views and the manifest have to agree on them. */

/** Commands, interactivity, option loads and events all arrive at this path. */
export const EVENTS_PATH = '/slack/events';

export const SEND_COMMAND = '/whatsapp-send';

/** The bot user's name, as people mention it. */
export const BOT_NAME = 'whatsapp-send';

/** A channel, a direct message or a private group. */
export const CONVERSATION_ID = /^[CDG][A-Z0-9]{1,31}$/;
export const MESSAGE_TS = /^\d{1,16}\.\d{1,16}$/;

/** An ID of our own, as a button or a view gives it back: what else stands there is never asked of the ledger. */
export const OWN_ID = /^[\w.-]{1,64}$/;

/** The provider's ID of a reply, or a hash of it, as a button gives it back. */
export const REPLY_ID = /^[!-~]{1,255}$/;

/** `callback_id`s. */
export const COMPOSE_VIEW = 'whatsapp_send';
export const REVIEW_VIEW = 'whatsapp_send_review';

/** `action_id` of the review view's check box that agrees to send the same message again. */
export const SEND_REPEAT = 'send_repeat';

/** The review view's input for why a person who said no gets a message. */
export const EXCEPTION_INPUT = 'opt_out_exception';

/** `action_id` of the button of the pause notice. */
export const RESUME_SENDING = 'resume_sending';

/** `action_id`s of the compose view that do not depend on the template. */
export const TEMPLATE_INPUT = 'template';
export const TEMPLATE_NAME_INPUT = 'template_name';
export const PARAMS_INPUT = 'params';
export const RECIPIENTS_INPUT = 'recipients';
export const COUNTRY_INPUT = 'country';
export const SENDER_INPUT = 'sender';
export const CHANNEL_INPUT = 'channel';

/** `action_id` of the compose view's button under the picker. */
export const REFRESH_TEMPLATES = 'refresh_templates';

/** `action_id` of the compose view's button that empties it. */
export const START_OVER = 'start_over';

/** The review view's button that opens a view of the request's fields. */
export const SHOW_REQUEST = 'show_request';
export const REQUEST_VIEW = 'whatsapp_send_request';

/** `action_id`s of the review view's buttons to other recipients. */
export const NEXT_RECIPIENTS = 'next_recipients';
export const PREVIOUS_RECIPIENTS = 'previous_recipients';

/** `action_id` of the button under a page of messages. */
export const SHOW_MORE = 'show_more';

/** What is pressed on a card, in its views and in the replies to lookups. */
export const DETAILS_BUTTON = 'send_details';
export const AGAIN_BUTTON = 'send_again';
export const IDS_BUTTON = 'send_ids';
export const CANCEL_BUTTON = 'send_cancel';
export const ARRIVED_BUTTON = 'say_arrived';
export const NOT_ARRIVED_BUTTON = 'say_not_arrived';
export const AGAIN_SCOPE_INPUT = 'again_scope';
/** In the details: who is ticked, all who are unknown, and what the person knows of them. */
export const TICK_RECIPIENTS = 'tick_recipients';
export const TICK_ALL = 'tick_all';
export const SAID_INPUT = 'said';
/** In the details, the message IDs and "Who answered": the button's value is the page that it turns to. */
export const PREVIOUS_PAGE = 'previous_page';
export const NEXT_PAGE = 'next_page';
/** In the details: which recipients are listed. */
export const SCOPE_SELECT = 'recipients_shown';
export const DETAILS_VIEW = 'whatsapp_send_details';
export const IDS_VIEW = 'whatsapp_send_ids';

/** The form for a list, which also asks what its columns are; its inputs, and its buttons. */
export const LIST_VIEW = 'whatsapp_send_list';
export const LIST_FILE_INPUT = 'list_file';
export const LIST_TEXT_INPUT = 'list_text';
export const LIST_GROUP_INPUT = 'list_group';
export const PHONE_COLUMN_INPUT = 'phone_column';
/** Before the ID of a field whose name no column has. */
export const FIELD_COLUMN_INPUT = 'list_column:';
/** The value of the option that says that no column has it. */
export const NO_COLUMN = '-';
export const OPEN_LIST = 'open_list';
export const EXAMPLE_SHEET = 'example_sheet';

/** The review of a list. */
export const LIST_REVIEW_VIEW = 'whatsapp_send_list_review';
export const PROBLEMS_INPUT = 'list_problems';
export const LIST_ANSWERS_INPUT = 'list_answers';
export const TRIAL_INPUT = 'first_rows';
export const SEND_AT_INPUT = 'send_at';
export const GROUP_NAME_INPUT = 'group_name';
export const SHOW_SAMPLE = 'show_sample';
export const SEND_PROBLEMS = 'send_problems';
export const CHANGE_LIST = 'change_list';

/** What is pressed on the card of a list; each value is the ID of the send. */
export const PAUSE_LIST = 'pause_list';
export const RESUME_LIST = 'resume_list';
export const STOP_LIST = 'stop_list';
export const SEND_REST = 'send_rest';
export const RELEASE_ROWS = 'release_rows';
export const SEND_HELD_NOW = 'send_held_now';
export const LIST_RESULTS = 'list_results';

/** What is pressed beside a group; each value is the ID of the group. */
export const USE_GROUP = 'use_group';
export const DELETE_GROUP = 'delete_group';

/** What is pressed under a reply; each value is the ID of the reply. */
export const ANSWER_REPLY = 'answer_reply';
export const OPEN_MEDIA = 'open_media';
export const OPT_OUT_WRITER = 'opt_out_writer';

/** On a card with replies: who answered what, and the same as a file; each value is the ID of the send. */
export const WHO_ANSWERED = 'who_answered';
export const WHO_ANSWERED_VIEW = 'whatsapp_send_who_answered';
export const ANSWERS_FILE = 'answers_file';

/** The view in which an answer is written, and its inputs. */
export const ANSWER_VIEW = 'whatsapp_send_answer';
export const ANSWER_TEXT_INPUT = 'answer_text';
export const ANSWER_AS_WELL_INPUT = 'answer_as_well';
/** Its button where the 24 hours are over: the form for a template, to this person. */
export const SEND_TEMPLATE_INSTEAD = 'send_template_instead';

/** What an approver presses; each value is the ID of the send. */
export const APPROVE_SEND = 'approve_send';
export const DECLINE_SEND = 'decline_send';
export const MARK_REVIEWED = 'mark_reviewed';
/** Asks why a send is declined. */
export const DECLINE_VIEW = 'whatsapp_send_decline';
export const DECLINE_REASON_INPUT = 'decline_reason';

/** In a review: sends an incident's message before it is approved, and why. */
export const SEND_UNAPPROVED_INPUT = 'send_unapproved';
export const UNAPPROVED_REASON_INPUT = 'send_unapproved_reason';

/** Proves a number: the button under a code that was sent, whose value is the ID of its send; the view in which the code is typed. */
export const ENTER_CODE = 'enter_code';
export const CODE_VIEW = 'whatsapp_send_code';
export const CODE_INPUT = 'number_code';
