import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { isSlackWord } from './slack-code.ts';

/** What an answer of Slack means for a message that was to be shown. */
export type SlackVerdict =
  /** Slack is down, slow, asks to wait, or says something that nobody knows. */
  | { readonly kind: 'later'; readonly afterMs: number | undefined; readonly reason: string }
  /** Nothing can be shown in any place until somebody fixes the bot's token or scopes. */
  | { readonly kind: 'token'; readonly reason: string }
  /** This place refuses the bot for good. */
  | { readonly kind: 'place'; readonly reason: string }
  /** This message is refused as it is made; a simpler one may be taken. */
  | { readonly kind: 'content'; readonly reason: string }
  /** The message cannot be edited any more; a new one can be posted. */
  | { readonly kind: 'uneditable'; readonly reason: string }
  /** Somebody deleted the message. */
  | { readonly kind: 'deleted'; readonly reason: string };

type Kind = SlackVerdict['kind'];

/** The error lists of `chat.postMessage`, `chat.update` and `response_url`; what is not in here is tried again later. */
const WORDS: Readonly<Record<Exclude<Kind, 'later'>, readonly string[]>> = {
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

const KINDS = new Map(
  Object.entries(WORDS).flatMap(([kind, words]) => words.map((word) => [word, kind as Exclude<Kind, 'later'>])),
);

/** Reads what a Web API call threw. It never quotes the answer: an HTML page comes as an "error" too. */
export function verdictOnError(error: unknown): SlackVerdict {
  if (error instanceof WebAPIPlatformError) return verdictOnWord(error.data.error);
  if (error instanceof WebAPIRateLimitedError) return later('rate_limited', error.retryAfter * 1_000);
  if (error instanceof WebAPIHTTPError) return later(`http_${error.statusCode}`);
  if (error instanceof WebAPIRequestError) return later(isTimeout(error.original) ? 'timeout' : 'no_connection');
  // A connection that dies within the answer comes as a bare TypeError, a 429 without a time as a bare Error.
  return later(error instanceof TypeError ? 'connection_lost' : 'unclear_answer');
}

export function verdictOnWord(word: string): SlackVerdict {
  if (!isSlackWord(word)) return later('unclear_answer');
  const kind = KINDS.get(word);
  return kind === undefined ? later(word) : { kind, reason: word };
}

export function later(reason: string, afterMs?: number): Extract<SlackVerdict, { kind: 'later' }> {
  return { kind: 'later', afterMs, reason };
}

export function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}
