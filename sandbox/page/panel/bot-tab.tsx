import type { BotProcess } from '../../protocol.ts';
import { useSandbox } from '../sandbox-context.ts';

const STATES = {
  starting: 'Starting…',
  running: 'Running',
  stopped: 'Stopped',
} as const satisfies Record<BotProcess['state'], string>;

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** The bot is a process of its own: it can be killed at any time, and the cards still have to come out right. */
export function BotTab({ bots }: { readonly bots: readonly BotProcess[] }) {
  return (
    <>
      <p class="panel-intro">
        The bot runs as it does in production. Kill it while it sends, start it again, and see that the card is still
        right.
      </p>
      {bots.map((bot) => (
        <BotCard key={bot.name} bot={bot} />
      ))}
      <AnotherBot count={bots.length} />
    </>
  );
}

const MAX_BOTS = 4;

/** Several processes on one ledger, as a deployment has. */
function AnotherBot({ count }: { readonly count: number }) {
  const { act } = useSandbox();
  if (count === 0 || count >= MAX_BOTS) return undefined;
  return (
    <button type="button" class="button" onClick={() => act('bot', { do: 'start', name: `bot-${count + 1}` })}>
      Start another bot on the same ledger
    </button>
  );
}

function BotCard({ bot }: { readonly bot: BotProcess }) {
  const { act } = useSandbox();
  const { name, state, pid, startedAt, warnings } = bot;
  const isDown = state === 'stopped';
  const order = (what: 'kill' | 'stop' | 'start') => () => act('bot', { do: what, name });
  return (
    <section class={`bot bot-${state}`} aria-label={name}>
      <h2>{name}</h2>
      <p class="bot-state" role="status">
        <span class="bot-light" aria-hidden="true" />
        {STATES[state]}
      </p>
      <dl>
        <dt>Process</dt>
        <dd>{pid ?? '–'}</dd>
        <dt>Since</dt>
        <dd>{startedAt === undefined ? '–' : CLOCK.format(new Date(startedAt))}</dd>
      </dl>
      {warnings.length === 0 ? undefined : (
        <ul class="bot-warnings" aria-label={`What ${name} says of its files`}>
          {warnings.map((warning) => (
            <li key={warning}>⚠ {warning}</li>
          ))}
        </ul>
      )}
      <div class="bot-buttons">
        <button type="button" class="button button-danger" disabled={isDown} onClick={order('kill')}>
          Kill <small>SIGKILL</small>
        </button>
        <button type="button" class="button" disabled={isDown} onClick={order('stop')}>
          Stop <small>SIGTERM</small>
        </button>
        <button type="button" class="button button-primary" disabled={!isDown} onClick={order('start')}>
          Start
        </button>
      </div>
    </section>
  );
}
