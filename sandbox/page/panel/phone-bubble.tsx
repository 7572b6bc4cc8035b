import type { PhoneMessage } from '../../protocol.ts';
import { Icon } from '../icon.tsx';
import { InlineText } from '../kit/inline-text.tsx';
import { useSandbox } from '../sandbox-context.ts';
import { parseWhatsAppText } from '../text/whatsapp-text.ts';
import { CLOCK } from './clock.ts';

export function PhoneBubble({ number, message }: { readonly number: string; readonly message: PhoneMessage }) {
  const { header, body, footer, buttons, at } = message;
  return (
    <article class="bubble" aria-label={`Message at ${CLOCK.format(new Date(at))}`} data-message-id={message.messageId}>
      <div class="bubble-text">
        {header === undefined ? undefined : <BubbleHeader header={header} />}
        <p class="bubble-body">
          <InlineText content={parseWhatsAppText(body)} />
        </p>
        {footer === undefined ? undefined : <p class="bubble-footer">{footer}</p>}
        <p class="bubble-meta">
          <time dateTime={at}>{CLOCK.format(new Date(at))}</time>
          <Ticks state={message.state} />
        </p>
      </div>
      {buttons.length > 0 ? (
        <div class="bubble-buttons">
          {buttons.map((button, index) => (
            <BubbleButton
              key={`${index}-${button.label}`}
              button={button}
              index={index}
              number={number}
              messageId={message.messageId}
            />
          ))}
        </div>
      ) : undefined}
    </article>
  );
}

const MEDIA = { image: 'Image', video: 'Video', document: 'Document' } as const;

function BubbleHeader({ header }: { readonly header: NonNullable<PhoneMessage['header']> }) {
  if (header.kind === 'text') return <p class="bubble-header">{header.text}</p>;
  return (
    <div class="bubble-media" title={header.url}>
      <Icon name={header.kind} />
      <span>{MEDIA[header.kind]}</span>
      <small>{header.url}</small>
    </div>
  );
}

const TICKS = {
  sent: { sign: '✓', word: 'sent' },
  delivered: { sign: '✓✓', word: 'delivered' },
  read: { sign: '✓✓', word: 'read' },
  failed: { sign: '✕', word: 'not delivered' },
} as const satisfies Record<PhoneMessage['state'], { sign: string; word: string }>;

function Ticks({ state }: { readonly state: PhoneMessage['state'] }) {
  return (
    <span class={`ticks ticks-${state}`} role="img" aria-label={TICKS[state].word} title={TICKS[state].word}>
      {TICKS[state].sign}
    </span>
  );
}

interface BubbleButtonProps {
  readonly button: PhoneMessage['buttons'][number];
  readonly index: number;
  readonly number: string;
  readonly messageId: string;
}

const ICONS = { url: 'outside', phone_number: 'call', copy_code: 'copy', quick_reply: 'reply' } as const;

function BubbleButton({ button, index, number, messageId }: BubbleButtonProps) {
  const { act, tell } = useSandbox();
  const { kind, label, target } = button;
  const press = () => {
    const said = WORDS[kind]?.(target ?? '');
    if (said !== undefined) tell(said);
    act('phone', { number, do: 'tap', messageId, button: index });
  };
  return (
    <button type="button" class="bubble-button" title={target} onClick={press}>
      <span class="bubble-label">
        <Icon name={iconOf(kind)} />
        {label}
      </span>
      {target === undefined ? undefined : <small>{target}</small>}
    </button>
  );
}

function iconOf(kind: string): (typeof ICONS)[keyof typeof ICONS] {
  return Object.hasOwn(ICONS, kind) ? ICONS[kind as keyof typeof ICONS] : ICONS.quick_reply;
}

const WORDS: Readonly<Record<string, (target: string) => string>> = {
  url: (target) => `The phone would open ${target}. The sandbox shows links and does not follow them.`,
  phone_number: (target) => `The phone would call ${target}. The sandbox makes no calls.`,
  copy_code: (target) => `The phone would copy the code ${target}.`,
};
