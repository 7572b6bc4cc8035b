import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { retryAfterMs } from './retry-after.ts';
import { isSlackWord } from './slack-code.ts';

/** Why Slack did not show a message, by what can be done about it. */
export type SlackFailure =
  /** Slack is down, slow, asks to wait, or gave an unknown error: try again. */
  | {
      readonly kind: 'later';
      readonly afterMs: number | undefined;
      readonly reason: string;
      /** Slack did not say what became of the message, so it may still come. */
      readonly isUnanswered?: true;
    }
  /** Nothing can be shown anywhere until an admin fixes the bot's token or scopes. */
  | { readonly kind: 'token'; readonly reason: string }
  /** This conversation refuses the bot for good. */
  | { readonly kind: 'place'; readonly reason: string }
  /** Slack refuses these blocks; simpler ones may work. */
  | { readonly kind: 'content'; readonly reason: string }
  /** The message cannot be updated any more; a new one can be posted. */
  | { readonly kind: 'uneditable'; readonly reason: string }
  /** A person deleted the message. */
  | { readonly kind: 'deleted'; readonly reason: string };

type Kind = SlackFailure['kind'];

/**
 * Error codes of `chat.postMessage`, `chat.update` and response URLs; one that is missing here is tried again later.
 *
 * @see https://docs.slack.dev/reference/methods/chat.postMessage#errors
 * @see https://docs.slack.dev/reference/methods/chat.update#errors
 */
const CODES: Readonly<Record<Exclude<Kind, 'later'>, readonly string[]>> = {
  token: [
    ...['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired', 'missing_scope'],
    ...['no_permission', 'not_allowed_token_type', 'ekm_access_denied', 'access_denied', 'org_login_required'],
  ],
  place: [
    ...['not_in_channel', 'channel_not_found', 'is_archived', 'is_inactive', 'messages_tab_disabled'],
    ...['restricted_action', 'restricted_action_read_only_channel', 'restricted_action_thread_only_channel'],
    ...['restricted_action_non_threadable_channel', 'restricted_action_thread_locked', 'team_access_not_granted'],
    ...['cannot_dm_bot', 'user_not_found', 'user_disabled', 'user_is_bot', 'not_reactable', 'team_not_found'],
    ...['slack_connect_file_link_sharing_blocked', 'slack_connect_canvas_sharing_blocked', 'as_user_not_supported'],
    ...['thread_not_found', 'cannot_reply_to_message', 'used_url', 'expired_url', 'no_service', 'no_active_hooks'],
  ],
  content: [
    ...['invalid_blocks', 'invalid_blocks_format', 'block_mismatch', 'msg_too_long', 'msg_blocks_too_long'],
    ...['metadata_too_large', 'invalid_metadata_format', 'invalid_metadata_schema', 'metadata_must_be_sent_from_app'],
    ...['no_text', 'invalid_arguments', 'invalid_array_arg', 'invalid_payload', 'too_many_attachments'],
  ],
  uneditable: ['cant_update_message', 'edit_window_closed'],
  deleted: ['message_not_found'],
};

const KIND_OF_CODE = new Map(
  Object.entries(CODES).flatMap(([kind, codes]) => codes.map((code) => [code, kind as Exclude<Kind, 'later'>])),
);

/** What a Web API call threw means for the message. Quotes nothing but Slack's codes: the error of a proxy can be a whole page. */
export function classifySlackError(error: unknown): SlackFailure {
  if (error instanceof WebAPIPlatformError) return classifyErrorCode(error.data.error);
  if (error instanceof WebAPIRateLimitedError) return later('rate_limited', retryAfterMs(error.retryAfter));
  if (error instanceof WebAPIHTTPError) return unanswered(`http_${error.statusCode}`);
  if (error instanceof WebAPIRequestError) return unanswered(reasonOf(error.original));
  // A 429 without a time is a plain Error.
  return unanswered(reasonOf(error));
}

/** `fetch` has one message for all that fails before the response; what breaks off within it is a TypeError, too. */
function reasonOf(error: unknown): string {
  if (isTimeout(error)) return 'timeout';
  if (!(error instanceof TypeError)) return 'unclear_answer';
  return error.message === 'fetch failed' ? 'no_connection' : 'connection_lost';
}

export function classifyErrorCode(code: string): SlackFailure {
  if (!isSlackWord(code)) return later('unclear_answer');
  const kind = KIND_OF_CODE.get(code);
  return kind === undefined ? later(code) : { kind, reason: code };
}

export function later(reason: string, afterMs?: number): Extract<SlackFailure, { kind: 'later' }> {
  return { kind: 'later', afterMs, reason };
}

function unanswered(reason: string): SlackFailure {
  return { ...later(reason), isUnanswered: true };
}

export function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}
