import type { SandboxState } from '../../protocol.ts';
import { step } from '../kit/elements/choices.ts';
import { ScenariosTab } from '../scenario/scenarios-tab.tsx';
import type { Scenarios } from '../scenario/use-scenario.ts';
import { BotTab } from './bot-tab.tsx';
import { FaultsTab } from './faults-tab.tsx';
import { KaleyraTab } from './kaleyra-tab.tsx';
import { PANEL_TABS, type PanelTab } from './panel-tabs.ts';
import { PhonesTab } from './phones-tab.tsx';

interface SidePanelProps {
  readonly sandbox: SandboxState;
  readonly tab: PanelTab;
  readonly badges: Readonly<Record<PanelTab, number>>;
  readonly onTab: (tab: PanelTab) => void;
  readonly scenarios: Scenarios;
  readonly onTour: () => void;
}

export function SidePanel({ sandbox, tab, badges, onTab, scenarios, onTour }: SidePanelProps) {
  return (
    <section class="panel" aria-label="Behind the scenes">
      <TabList tab={tab} badges={badges} onTab={onTab} />
      <div id="panel-body" class="panel-body" role="tabpanel" aria-labelledby={`tab-${tab}`} key={tab}>
        <TabBody sandbox={sandbox} tab={tab} scenarios={scenarios} onTour={onTour} />
      </div>
    </section>
  );
}

function TabBody({ sandbox, tab, scenarios, onTour }: Omit<SidePanelProps, 'badges' | 'onTab'>) {
  switch (tab) {
    case 'phones':
      return <PhonesTab phones={sandbox.phones} />;
    case 'kaleyra':
      return <KaleyraTab sandbox={sandbox} />;
    case 'faults':
      return <FaultsTab faults={sandbox.faults} />;
    case 'bot':
      return <BotTab bots={sandbox.bots} />;
    case 'try':
      return <ScenariosTab scenarios={scenarios} named={NAMED} onTour={onTour} />;
  }
}

/** The scenario that the page's link names. */
export const NAMED = new URLSearchParams(location.search).get('scenario') ?? undefined;

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

function TabList({ tab, badges, onTab }: Pick<SidePanelProps, 'tab' | 'badges' | 'onTab'>) {
  const keyDown = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }) => {
    const by = STEPS[event.key];
    if (by === undefined) return;
    const next =
      PANEL_TABS[
        step(
          PANEL_TABS.findIndex(({ id }) => id === tab),
          by,
          PANEL_TABS.length,
        )
      ];
    if (next === undefined) return;
    onTab(next.id);
    event.currentTarget.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Behind the scenes" tabIndex={-1} onKeyDown={keyDown}>
      {PANEL_TABS.map(({ id, title }) => (
        <button
          key={id}
          id={`tab-${id}`}
          type="button"
          role="tab"
          aria-selected={id === tab}
          aria-controls="panel-body"
          tabIndex={id === tab ? 0 : -1}
          class="tab"
          onClick={() => onTab(id)}
        >
          {title}
          <TabBadge id={id} count={badges[id]} />
        </button>
      ))}
    </div>
  );
}

const BADGE_WORDS: Readonly<Record<PanelTab, string>> = {
  phones: 'unread',
  kaleyra: 'new',
  faults: 'on',
  bot: 'down',
  try: 'new',
};

export function TabBadge({ id, count }: { readonly id: PanelTab; readonly count: number }) {
  if (count === 0) return undefined;
  const words = `, ${count} ${BADGE_WORDS[id]}`;
  return (
    <span class={id === 'faults' || id === 'bot' ? 'count count-warn' : 'count'}>
      <span aria-hidden="true">{count}</span>
      <span class="sr-only">{words}</span>
    </span>
  );
}
