/**
 * What Slack takes at most: lengths in characters (UTF-16 units, the stricter way to count), counts, and times.
 *
 * @see https://docs.slack.dev/reference/block-kit/blocks
 * @see https://docs.slack.dev/reference/views/modal-views
 */

/** A modal's title, and the labels of its two buttons. */
export const MAX_TITLE_LENGTH = 24;
export const MAX_VIEW_BLOCKS = 100;
/** A view's `private_metadata`. */
export const MAX_METADATA_LENGTH = 3000;

/** One text object of a section, a context or a rich text block. */
export const MAX_TEXT_LENGTH = 3000;
export const MAX_URL_LENGTH = 3000;
export const MAX_BUTTON_LENGTH = 75;
/** A confirmation dialog. @see https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
export const MAX_CONFIRM_TITLE_LENGTH = 100;
export const MAX_CONFIRM_TEXT_LENGTH = 300;
export const MAX_CONFIRM_BUTTON_LENGTH = 30;

/** What a person can type into one field. */
export const MAX_INPUT_LENGTH = 3000;
export const MAX_LABEL_LENGTH = 2000;
export const MAX_HINT_LENGTH = 2000;
export const MAX_PLACEHOLDER_LENGTH = 150;

/** Options of one menu. */
export const MAX_OPTIONS = 100;
/** Options of one group of checkboxes or radio buttons. */
export const MAX_CHECKBOXES = 10;
/** An option's text and its description, and the label of a group of options. */
export const MAX_OPTION_LENGTH = 75;
export const MAX_OPTION_VALUE_LENGTH = 150;

/** Rows of a table block, its header not counted. */
export const MAX_TABLE_ROWS = 100;
/**
 * All texts of a message's blocks together. Slack documents no limit: over about 11,000 characters it answers
 * `msg_blocks_too_long`.
 */
export const MAX_MESSAGE_LENGTH = 10_000;

/** An acknowledgement that comes later counts for nothing. @see https://docs.slack.dev/interactivity/handling-user-interaction */
export const ACK_DEADLINE_MS = 3_000;
/** `chat.update` is allowed about 50 times a minute. @see https://docs.slack.dev/apis/web-api/rate-limits */
export const MIN_UPDATE_INTERVAL_MS = 1_200;
