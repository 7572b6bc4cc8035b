import type { RichTextSection } from '@slack/types';
import { formatCount, formatNoun } from '../../core/format.ts';
import type { Log } from '../../flow/ports/log.ts';
import type { PolicyNews, TellPolicy } from '../../flow/ports/tell-policy.ts';
import { richText, section, text } from '../blocks/rich-text.ts';
import { untrustedLine } from '../blocks/untrusted-text.ts';
import { type PostingClient, postMessage, type SlackMessage } from '../client/post-message.ts';

interface Needs {
  readonly client: PostingClient;
  /** AUDIT_CHANNEL. */
  readonly channel: string;
  readonly log: Log;
}

const MAX_PROBLEMS = 5;
const MAX_PROBLEM_LENGTH = 400;

/** Posts a message of its own for each news: the one before stays as it was, so the channel shows since when and until when. */
export function createTellPolicy({ client, channel, log }: Needs): TellPolicy {
  return async (news) => {
    const posted = await postMessage(client, { channelId: channel }, policyMessage(news));
    if (posted.kind === 'shown') return true;
    log.warn({ reason: posted.reason }, 'policy news not posted');
    // A channel that does not take the bot's messages will not take this one later.
    return posted.kind !== 'later' && posted.kind !== 'token';
  };
}

/** Says what is wrong with the policy or that it is fixed, which one is in force, and who can fix it. */
function policyMessage(news: PolicyNews): SlackMessage {
  const { headline, lines } = news.problems.length === 0 ? fixed(news) : faulty(news);
  return {
    text: headline,
    blocks: [richText(section(text(headline, { bold: true })), ...lines)],
    metadata: { event_type: 'whatsapp_send_policy', event_payload: { policy: news.inForce?.hash ?? '' } },
  };
}

interface Said {
  readonly headline: string;
  readonly lines: readonly RichTextSection[];
}

function faulty({ file, inForce, problems }: PolicyNews): Said {
  const shown = problems.slice(0, MAX_PROBLEMS);
  const more = problems.length - shown.length;
  const meanwhile =
    inForce === undefined
      ? 'There was no policy before, so meanwhile whoever may post in a channel may send anything to anybody.'
      : `Meanwhile the last good one stays in force, as it was read before (${versionOf(inForce)}).`;
  const whoFixes = `Whoever looks after ${file} can fix it: I read it again within seconds, and say so here. Do not restart me before that, because I do not start with a faulty policy.`;
  return {
    headline: `⚠ ${file} is not taken as it is now`,
    lines: [
      ...shown.map((problem) => section(text(`• ${untrustedLine(problem, MAX_PROBLEM_LENGTH)}`))),
      ...(more === 0 ? [] : [section(text(`… and ${formatCount(more)} more: npm run policy -- check lists them.`))]),
      section(text(`${meanwhile} ${whoFixes}`)),
    ],
  };
}

function fixed({ file, inForce }: PolicyNews): Said {
  const now = inForce === undefined ? 'There is no policy' : `It is in force now (${versionOf(inForce)})`;
  return { headline: `✓ ${file} is good again`, lines: [section(text(`${now}.`))] };
}

/** `5 rules, 3 roles, version 1f0c…`: the version stands in every send that was confirmed under it. */
function versionOf({ hash, roles, rules }: NonNullable<PolicyNews['inForce']>): string {
  return `${formatNoun(rules.length, 'rule')}, ${formatNoun(roles.size, 'role')}, version ${hash}`;
}
