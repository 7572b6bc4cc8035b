import { Fragment, type JSX } from 'preact';
import { useSandbox } from '../sandbox-context.ts';
import type { Inline } from '../text/inline.ts';
import { formatSlackDate } from '../text/slack-date.ts';

export function InlineText({ content }: { readonly content: readonly Inline[] }): JSX.Element {
  return (
    <>
      {content.map((inline, index) => (
        <Fragment key={`${index}-${inline.kind}`}>
          <InlinePart inline={inline} />
        </Fragment>
      ))}
    </>
  );
}

function InlinePart({ inline }: { readonly inline: Inline }) {
  switch (inline.kind) {
    case 'text':
      return <>{inline.text}</>;
    case 'break':
      return <br />;
    case 'code':
      return <code>{inline.text}</code>;
    case 'bold':
      return (
        <strong>
          <InlineText content={inline.content} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <InlineText content={inline.content} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <InlineText content={inline.content} />
        </s>
      );
    case 'link':
      return (
        <Link url={inline.url}>
          <InlineText content={inline.content} />
        </Link>
      );
    case 'emoji':
      return inline.sign === undefined ? (
        <span>{`:${inline.name}:`}</span>
      ) : (
        <span class="emoji" role="img" aria-label={inline.name.replaceAll('_', ' ')}>
          {inline.sign}
        </span>
      );
    case 'date':
      return <SlackDate date={inline} />;
    case 'user':
    case 'channel':
    case 'usergroup':
    case 'broadcast':
      return <Mention kind={inline.kind} id={inline.id} label={inline.label} />;
  }
}

/** An address that is shown and never followed: nothing on this page leaves the machine. */
function Link({ url, children }: { readonly url: string; readonly children: JSX.Element | string }) {
  const { tell } = useSandbox();
  return (
    <button
      type="button"
      class="link"
      title={url}
      onClick={() => tell(`The link leads to ${url}. The sandbox shows links and does not follow them.`)}
    >
      {children}
    </button>
  );
}

function Mention({
  kind,
  id,
  label,
}: {
  kind: 'user' | 'channel' | 'usergroup' | 'broadcast';
  id: string;
  label: string | undefined;
}) {
  const { directory, memberId } = useSandbox();
  const isMe = id === memberId || kind === 'broadcast';
  return <span class={isMe ? 'mention mention-me' : 'mention'}>{mentionText(kind, id, label, directory)}</span>;
}

function mentionText(
  kind: 'user' | 'channel' | 'usergroup' | 'broadcast',
  id: string,
  label: string | undefined,
  { members, channels, botName }: ReturnType<typeof useSandbox>['directory'],
): string {
  if (kind === 'channel') return `#${channels.find((channel) => channel.id === id)?.name ?? label ?? id}`;
  if (kind === 'user')
    return `@${members.find((member) => member.id === id)?.name ?? label ?? (id === 'bot' ? botName : id)}`;
  return `@${(label ?? id).replace(/^@/, '')}`;
}

function SlackDate({ date }: { readonly date: Extract<Inline, { kind: 'date' }> }) {
  const now = new Date();
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const text =
    formatSlackDate(date.timestamp, date.format, { locale: navigator.language, timeZone, now }) ?? date.fallback;
  const time = Number.isFinite(date.timestamp) ? new Date(date.timestamp * 1000) : now;
  const shown = (
    <time dateTime={time.toISOString()} title={time.toLocaleString()}>
      {text}
    </time>
  );
  return date.url === undefined ? shown : <Link url={date.url}>{shown}</Link>;
}
