import type { Scenario } from '../../scenarios/scenario.ts';
import { SCENARIOS } from '../../scenarios/scenarios.ts';
import { useSandbox } from '../sandbox-context.ts';
import { SampleSheets } from './sample-sheets.tsx';
import type { Scenarios } from './use-scenario.ts';

const ABOUT = {
  lists: 'Lists',
  rules: 'Rules and approvals',
  people: 'People and their phones',
  kaleyra: 'Kaleyra',
  reports: 'Delivery reports',
  slack: 'Slack',
  bot: 'The bot',
  places: 'Channels',
  replies: 'Replies',
} as const satisfies Record<Scenario['about'], string>;

interface ScenariosTabProps {
  readonly scenarios: Scenarios;
  /** The one that the page's link names. */
  readonly named: string | undefined;
  readonly onTour: () => void;
}

/** Stories that the page performs by itself, and the tour that shows all of it. */
export function ScenariosTab({ scenarios, named, onTour }: ScenariosTabProps) {
  const groups = [...Map.groupBy(SCENARIOS, ({ about }) => about)];
  const linked = SCENARIOS.find(({ name }) => name === named);
  return (
    <>
      <section class="tour-offer">
        <h2>New here?</h2>
        <p>Five minutes through all of it, up to a bot that is killed while it sends.</p>
        <button type="button" class="button button-primary" onClick={onTour}>
          Take the tour
        </button>
      </section>
      {linked === undefined ? undefined : (
        <section class="stories stories-linked">
          <h2>From your link</h2>
          <Story scenario={linked} scenarios={scenarios} isFirst />
        </section>
      )}
      <p class="panel-intro">
        Or watch one thing go wrong. The page types and presses by itself, and checks each step.
      </p>
      {groups.map(([about, members]) => (
        <section key={about} class="stories">
          <h2>{ABOUT[about]}</h2>
          {about === 'lists' ? <SampleSheets /> : undefined}
          <ul>
            {members.map((scenario) => (
              <li key={scenario.name}>
                <Story scenario={scenario} scenarios={scenarios} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Story({
  scenario,
  scenarios,
  isFirst = false,
}: {
  readonly scenario: Scenario;
  readonly scenarios: Scenarios;
  readonly isFirst?: boolean;
}) {
  const { tell } = useSandbox();
  const { name, title, shows } = scenario;
  const isRunning = scenarios.performance?.scenario === scenario && scenarios.performance.outcome === 'running';
  const copy = async () => {
    const link = `${location.origin}/?scenario=${name}`;
    await navigator.clipboard?.writeText(link).catch(() => undefined);
    tell(`Link: ${link}`);
  };
  return (
    <div class="story" data-scenario={name}>
      <h3>{title}</h3>
      <p>{shows}</p>
      <div class="story-buttons">
        <button
          type="button"
          class={isFirst ? 'button button-small button-primary' : 'button button-small'}
          aria-label={`Watch: ${title}`}
          aria-busy={isRunning}
          onClick={() => scenarios.run(scenario)}
        >
          {isRunning ? 'Running…' : 'Watch'}
        </button>
        <button type="button" class="link" aria-label={`Link to: ${title}`} onClick={copy}>
          Link
        </button>
      </div>
    </div>
  );
}
