import { describe, expect, it } from 'vitest';
import { classifyErrorCode, classifySlackError } from '../../../src/slack/client/slack-failure.ts';

/** As Slack's pages of chat.postMessage, chat.update and response URLs name them. */
const CODES = {
  token: `invalid_auth not_authed account_inactive token_revoked token_expired missing_scope no_permission
    not_allowed_token_type ekm_access_denied access_denied org_login_required`,
  place: `not_in_channel channel_not_found is_archived is_inactive messages_tab_disabled restricted_action
    restricted_action_read_only_channel restricted_action_thread_only_channel restricted_action_non_threadable_channel
    restricted_action_thread_locked team_access_not_granted cannot_dm_bot user_not_found user_disabled user_is_bot
    not_reactable team_not_found slack_connect_file_link_sharing_blocked slack_connect_canvas_sharing_blocked
    as_user_not_supported thread_not_found cannot_reply_to_message used_url expired_url no_service no_active_hooks`,
  content: `invalid_blocks invalid_blocks_format block_mismatch msg_too_long msg_blocks_too_long metadata_too_large
    invalid_metadata_format invalid_metadata_schema metadata_must_be_sent_from_app no_text invalid_arguments
    invalid_array_arg invalid_payload too_many_attachments`,
  uneditable: 'cant_update_message edit_window_closed',
  deleted: 'message_not_found',
};

describe('a message that Slack did not show', () => {
  it.each(Object.entries(CODES).flatMap(([kind, codes]) => codes.split(/\s+/).map((code) => [code, kind] as const)))(
    'with %s needs another %s',
    (code, kind) => {
      expect(classifyErrorCode(code)).toEqual({ kind, reason: code });
    },
  );

  it.each(['internal_error', 'fatal_error', 'service_unavailable', 'a_code_of_tomorrow'])(
    'is tried again later for any other code: %s',
    (code) => {
      expect(classifyErrorCode(code)).toEqual({ kind: 'later', afterMs: undefined, reason: code });
    },
  );

  it.each(['<html>Bad gateway</html>', 'call +919876543210', ''])('quotes nothing that is no code: %j', (code) => {
    expect(classifyErrorCode(code)).toEqual({ kind: 'later', afterMs: undefined, reason: 'unclear_answer' });
  });

  it.each([
    [new TypeError('terminated'), 'connection_lost'],
    [new Error('Retry header did not contain a valid timeout.'), 'unclear_answer'],
    ['no error at all', 'unclear_answer'],
  ])('is tried again later when the connection broke or nobody knows why: %s', (error, reason) => {
    const isUnanswered = true;
    expect(classifySlackError(error)).toEqual({ kind: 'later', afterMs: undefined, reason, isUnanswered });
  });
});
